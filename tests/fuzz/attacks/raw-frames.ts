import { RawSocket, upgradeRequest } from '../../servers/raw-socket.ts'
import type { Seeded } from '../../simulator/seeded.ts'
import { type Attack, anyAddress } from '../attack.ts'
import { BINARY, CLOSE, CONTINUATION, type Frame, frameBytes, PING, PONG, receivedFrames, TEXT } from '../frames.ts'

/** Frames on one connection until one of them has to end it. */
const MOST = 40
const ANSWER_MS = 20_000
/** A server that takes what it must not take says nothing. */
const CLOSE_MS = 2_000

/** WebSocket frames by hand: what the standard forbids, behind a handshake that is sound. */
export const rawFrames: Attack = {
  title: 'WebSocket frames by hand',
  share: 60,
  attackers: 6,
  async run(target, random, budget) {
    while (budget.left > 0) {
      const socket = await RawSocket.open(target.port)
      const cookie = random.pick(target.guests)?.cookie
      socket.write(upgradeRequest({ Cookie: cookie, 'X-Forwarded-For': anyAddress(random) }))
      await socket.until((bytes) => bytes.includes('\r\n\r\n'), ANSWER_MS)
      socket.write(frameBytes({ opcode: TEXT, payload: text('4[0,"/",null,null]') }, random))
      if (!(await socket.until((bytes) => bytes.includes('4[0,"/"'), ANSWER_MS))) target.count('frames: no connection')
      socket.take(socket.bytes.indexOf('\r\n\r\n') + 4)
      const count = Math.min(budget.left, random.between(1, MOST))
      budget.take(count)
      for (let i = 1; i < count; i++) socket.write(frameBytes(allowed(random), random))
      socket.write(frameBytes(forbidden(random), random))
      const code = await closeCode(socket)
      target.count(`frames: ${code ?? 'left alone'}`)
      socket.destroy()
    }
  },
}

/** With which code the server closes; undefined where it does not. */
async function closeCode(socket: RawSocket): Promise<number | 'no code' | undefined> {
  const closing = () => receivedFrames(socket.bytes).frames.find(({ opcode }) => opcode === CLOSE)
  await socket.until(() => closing() !== undefined, CLOSE_MS)
  const payload = closing()?.payload
  if (payload && payload.length >= 2) return Buffer.from(payload).readUInt16BE(0)
  return payload || socket.closed ? 'no code' : undefined
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words)

/** Frames that a client may send, however odd. */
function allowed(random: Seeded): Frame {
  switch (random.between(0, 6)) {
    case 0:
      return { opcode: PING, payload: random.bytes(random.between(0, 125)) }
    case 1:
      return { opcode: PONG, payload: random.bytes(random.between(0, 125)) }
    case 2:
      return { opcode: TEXT, payload: text('3') }
    case 3:
      return { opcode: TEXT, payload: text('3'), long: true }
    case 4:
      return { opcode: BINARY, payload: Uint8Array.of(0, 1, 2, 3) }
    case 5:
      return { opcode: PING, payload: new Uint8Array() }
    default:
      return { opcode: PONG, payload: new Uint8Array() }
  }
}

/** Frames after which a server has to close the connection. */
function forbidden(random: Seeded): Frame {
  const payload = random.bytes(random.between(0, 200))
  const small = payload.subarray(0, 125)
  switch (random.between(0, 12)) {
    case 0:
      return { opcode: TEXT, payload: text('4[2,"/",1,["tail",{}]]'), masked: false }
    case 1:
      return { opcode: random.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) ?? 3, payload: small }
    case 2:
      return { opcode: TEXT, payload, reserved: random.between(1, 7) }
    case 3:
      return { opcode: BINARY, payload, claim: 2n ** BigInt(random.between(20, 62)) }
    case 4:
      return { opcode: BINARY, payload, claim: 2n ** 64n - 1n }
    case 5:
      return { opcode: PING, payload: random.bytes(random.between(126, 300)) }
    case 6:
      return { opcode: PING, payload: small, fin: false }
    case 7:
      return { opcode: CONTINUATION, payload }
    case 8:
      return { opcode: TEXT, payload: Uint8Array.of(0x34, 0xff, 0xfe, 0xc0, 0x80) }
    case 9:
      return { opcode: CLOSE, payload: Uint8Array.of(0x03, 0xed) }
    case 10:
      return { opcode: CLOSE, payload: Uint8Array.of(0x07) }
    case 11:
      return { opcode: BINARY, payload: new Uint8Array(0) }
    default:
      return { opcode: BINARY, payload: Uint8Array.of(77, ...payload) }
  }
}
