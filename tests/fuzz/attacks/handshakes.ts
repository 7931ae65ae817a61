import { RawSocket, upgradeRequest } from '../../servers/raw-socket.ts'
import type { Seeded } from '../../simulator/seeded.ts'
import { type Attack, anyAddress } from '../attack.ts'

/** Half a request gets no answer. */
const ANSWER_MS = 1_000

/** Handshakes that are wrong: versions, keys, paths, headers, or no HTTP at all. */
export const handshakes: Attack = {
  title: 'WebSocket handshakes',
  share: 16,
  attackers: 4,
  async run(target, random, budget) {
    for (; budget.left > 0; budget.take()) {
      const socket = await RawSocket.open(target.port)
      const cookie = random.pick(target.guests)?.cookie ?? ''
      socket.write(request(cookie, random))
      // Some are left while the server still thinks about them.
      if (random.chance(0.8)) await socket.until((bytes) => bytes.includes('\r\n\r\n'), ANSWER_MS)
      const status = /^HTTP\/1\.1 (\d+)/.exec(socket.bytes.toString('latin1'))?.[1]
      target.count(`handshake: ${status ?? 'no answer'}`)
      socket.destroy()
    }
  },
}

function request(cookie: string, random: Seeded): string | Uint8Array {
  const sound = { Cookie: cookie, 'X-Forwarded-For': anyAddress(random) }
  const path = (query: string) => `/socket.io/?${query}`
  switch (random.between(0, 15)) {
    case 0:
      return upgradeRequest({ ...sound, 'Sec-WebSocket-Version': random.pick(['0', '8', '12', '99', 'x', '-1']) })
    case 1:
      return upgradeRequest({ ...sound, 'Sec-WebSocket-Key': random.pick([undefined, '', 'short', 'x'.repeat(500)]) })
    case 2:
      return upgradeRequest({ ...sound, Upgrade: random.pick(['h2c', 'websocket, foo', '', 'WEBSOCKET']) })
    case 3:
      return upgradeRequest({
        ...sound,
        Origin: random.pick(['null', 'http://evil.example', '://', 'a'.repeat(4_000)]),
      })
    case 4:
      return upgradeRequest({
        ...sound,
        Cookie: random.pick([`${cookie}x`, 'inkwire.session_token=%', '='.repeat(3_000)]),
      })
    case 5:
      return upgradeRequest(
        sound,
        path(random.pick(['EIO=3&transport=websocket', 'EIO=4', 'transport=__proto__&EIO=4']) ?? ''),
      )
    case 6:
      return upgradeRequest(sound, path('EIO=4&transport=websocket&sid=AAAAAAAAAAAAAAAAAAAA'))
    case 7:
      return upgradeRequest(sound, path(`EIO=4&transport=websocket&${'a=b&'.repeat(2_000)}`))
    case 8:
      return upgradeRequest(
        sound,
        random.pick(['/socket.io/../api/v1/session', '/socket.io/%00', 'http://x/socket.io/', '*']),
      )
    case 9:
      return upgradeRequest({ ...sound, 'X-Long': 'y'.repeat(random.between(1, 30_000)) })
    case 10:
      return upgradeRequest({ ...sound, 'Content-Length': '5', 'Transfer-Encoding': 'chunked' })
    case 11:
      return upgradeRequest({ ...sound, Host: random.pick([undefined, '', 'a b', 'x'.repeat(2_000)]) })
    case 12:
      return upgradeRequest({ ...sound, 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=99' })
    case 13:
      return upgradeRequest({
        ...sound,
        'X-Forwarded-For': random.pick(['__proto__', 'constructor', '1,2,3', '::1%eth0']),
      })
    case 14:
      return random.bytes(random.between(1, 400))
    default:
      return upgradeRequest(sound).slice(0, random.between(1, 120))
  }
}
