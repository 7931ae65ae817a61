import type { Attack } from '../attack.ts'
import { anyAddress } from '../attack.ts'
import { type Aim, actorOf, hostileMessage, joinRequest, validMessage } from '../corpus.ts'
import { hostilePacket, packetBytes } from './packets.ts'

/** Packets in one request. */
const BURST = 20
/** A poll is left after so long. */
const POLL_MS = 300

/** Socket.IO over long-polling: several packets in a body, some of them wrong. */
export const polling: Attack = {
  title: 'Socket.IO packets over long-polling',
  share: 90,
  attackers: 4,
  async run(target, random, budget) {
    while (budget.left > 0) {
      const guest = random.pick(target.guests)
      const headers = { cookie: guest?.cookie ?? '', 'x-forwarded-for': anyAddress(random) }
      const url = `${target.origin}/socket.io/?EIO=4&transport=polling`
      const opened = await textOf(fetch(url, { headers }))
      const sid = /"sid":"([^"]+)"/.exec(opened)?.[1]
      const post = (body: string) => textOf(fetch(`${url}&sid=${sid}`, { method: 'POST', headers, body }))
      await post('4[0,"/",null,null]')
      await textOf(fetch(`${url}&sid=${sid}`, { headers, signal: AbortSignal.timeout(POLL_MS) }))
      const aim: Aim = { ...target, actor: actorOf(random), number: 0, last: 0 }
      await post(encoded(packetBytes({ event: 'board:join', content: [joinRequest(aim, random)] }, 0)))
      const bursts = random.between(1, 8)
      for (let burst = 0; burst < bursts && budget.left > 0; burst++) {
        const count = Math.min(BURST, budget.left)
        budget.take(count)
        const packets = Array.from({ length: count }, (_, id) => {
          if (random.chance(0.02)) return hostilePacket(random)
          return packetBytes(random.chance(0.5) ? validMessage(aim, random) : hostileMessage(aim, random), id)
        })
        const answer = await post(packets.map(encoded).join('\x1e'))
        target.count(`polling: ${answer === 'ok' ? 'ok' : 'refused'}`)
        if (answer !== 'ok') break
      }
      // A connection counts too, or a server that lets nobody in would be attacked for ever.
      budget.take()
      // What waits for this connection, and at times a second poll beside it, which ends it.
      const polls = random.chance(0.1) ? 2 : 1
      await Promise.all(
        Array.from({ length: polls }, () =>
          textOf(fetch(`${url}&sid=${sid}`, { headers, signal: AbortSignal.timeout(POLL_MS) })),
        ),
      )
      await post('1')
    }
  },
}

/** A message of Engine.IO in a body: text as it is, bytes in base64 behind a b. */
const encoded = (message: string | Uint8Array): string =>
  typeof message === 'string' ? message : `b${Buffer.from(message).toString('base64')}`

async function textOf(answer: Promise<Response>): Promise<string> {
  try {
    return await (await answer).text()
  } catch {
    return ''
  }
}
