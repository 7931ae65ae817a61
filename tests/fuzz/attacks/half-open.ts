import { RawSocket, upgradeRequest } from '../../servers/raw-socket.ts'
import type { Seeded } from '../../simulator/seeded.ts'
import { type Attack, anyAddress, type Target } from '../attack.ts'
import { BINARY, frameBytes } from '../frames.ts'

/** Connections that lie open at once, of each attacker. */
const OPEN = 1_000

/** Connections that begin something and never go on; a thousand of each attacker lie open at any time. */
export const halfOpen: Attack = {
  title: 'connections that never go on',
  share: 4,
  attackers: 2,
  async run(target, random, budget) {
    const open: RawSocket[] = []
    for (; budget.left > 0; budget.take()) {
      const socket = await RawSocket.open(target.port).catch(() => undefined)
      if (!socket) {
        target.count('half-open: refused')
        continue
      }
      open.push(socket)
      await begin(socket, target, random)
      target.count('half-open: begun')
      const oldest = open.length > OPEN ? open.shift() : undefined
      if (oldest?.closed) target.count('half-open: closed by the server')
      oldest?.destroy()
      // Now and then one says one byte more, as slowly as it can.
      random.pick(open)?.write('a')
    }
    for (const socket of open) socket.destroy()
  },
}

async function begin(socket: RawSocket, target: Target, random: Seeded): Promise<void> {
  const cookie = random.pick(target.guests)?.cookie ?? ''
  const upgrade = upgradeRequest({ Cookie: cookie, 'X-Forwarded-For': anyAddress(random) })
  const kind = random.between(0, 5)
  if (kind === 0) return
  if (kind === 1) socket.write('GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ')
  else if (kind === 2) {
    socket.write('POST /api/v1/boards HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n{"name":')
  } else if (kind === 3) socket.write(upgrade.slice(0, -2))
  else {
    // A connection that is there and says nothing more, or has begun a message that never ends.
    socket.write(upgrade)
    await socket.until((bytes) => bytes.includes('\r\n\r\n'), 20_000)
    const started = frameBytes({ opcode: BINARY, payload: random.bytes(20), claim: 900_000n }, random)
    if (random.chance(0.5)) socket.write(started)
  }
}
