import { createHash, randomBytes } from 'node:crypto'
import { request as secureRequest } from 'node:https'
import { Decoder, Encoder } from '@inkwire/protocol'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  BINARY,
  CLOSE,
  CONTINUATION,
  type Frame,
  frameBytes,
  PING,
  PONG,
  type Received,
  receivedFrames,
  TEXT,
} from '../fuzz/frames.ts'
import { batchOf, Guest, type RawSocket as Joinable, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type ProxyServer, proxyPorts, startProxy } from '../servers/proxy.ts'
import { RawSocket, upgradeRequest } from '../servers/raw-socket.ts'

/** RFC 6455, section 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const MEBIBYTE = 1024 * 1024

let postgres: PostgresServer
let instance: Instance
let cookie: string

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
  cookie = (await Guest.arrive(instance.url)).cookie
})

afterAll(async () => {
  await instance?.stop()
  await postgres?.stop()
})

const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }
const text = (words: string): Uint8Array => new TextEncoder().encode(words)

async function asked(request: string): Promise<RawSocket> {
  const socket = await RawSocket.open(instance.port)
  socket.write(request)
  await socket.until((bytes) => bytes.includes('\r\n\r\n'))
  return socket
}

/** The head of the answer to a request, taken from what came. */
function headOf(socket: RawSocket): string {
  return socket.take(socket.bytes.indexOf('\r\n\r\n') + 4).toString('latin1')
}

async function answerTo(headers: { readonly [name: string]: string | undefined }, path?: string): Promise<string> {
  const socket = await asked(upgradeRequest({ Cookie: cookie, ...headers }, path))
  const head = headOf(socket)
  socket.destroy()
  return head
}

/** An open connection, past Engine.IO's first message. */
async function opened(): Promise<RawSocket> {
  const socket = await asked(upgradeRequest({ Cookie: cookie }))
  expect(headOf(socket)).toMatch(/^HTTP\/1\.1 101 /)
  const first = await nextFrame(socket)
  expect(Buffer.from(first.payload).toString()).toMatch(/^0\{"sid":/)
  return socket
}

async function nextFrame(socket: RawSocket): Promise<Received> {
  await socket.until((bytes) => receivedFrames(bytes).frames.length > 0)
  const [frame] = receivedFrames(socket.bytes).frames
  if (!frame) throw new Error('no frame came')
  // A server's head is 2 bytes, and 2 or 8 more for a longer payload.
  const { length } = frame.payload
  socket.take(length + (length < 126 ? 2 : length < 65_536 ? 4 : 10))
  return frame
}

/** With which code the server closes, after a frame or some of them. */
async function closeCodeAfter(...frames: readonly Frame[]): Promise<number> {
  const socket = await opened()
  for (const frame of frames) socket.write(frameBytes(frame, random))
  for (;;) {
    const { opcode, payload } = await nextFrame(socket)
    if (opcode !== CLOSE) continue
    // Whoever is told goodbye says so; then the server ends the line.
    socket.write(frameBytes({ opcode: CLOSE, payload }, random))
    expect(await socket.ended()).toBe(true)
    return payload.length >= 2 ? Buffer.from(payload).readUInt16BE(0) : 1005
  }
}

describe('the handshake over TCP', () => {
  test('answers the key as the standard says', async () => {
    const key = randomBytes(16).toString('base64')
    const head = await answerTo({ 'Sec-WebSocket-Key': key })
    const accept = createHash('sha1').update(`${key}${MAGIC}`).digest('base64')
    expect(head).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/)
    expect(head).toContain(`Sec-WebSocket-Accept: ${accept}\r\n`)
    expect(head).toMatch(/\r\nUpgrade: websocket\r\n/i)
    // Compression costs more than it saves, and is a way to make a server unpack a bomb.
    expect(await answerTo({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })).not.toMatch(
      /Sec-WebSocket-Extensions/i,
    )
  })

  test.each<[string, { readonly [name: string]: string | undefined }, RegExp]>([
    ['another version', { 'Sec-WebSocket-Version': '8' }, /^HTTP\/1\.1 426 Upgrade Required\r\n/],
    ['no version', { 'Sec-WebSocket-Version': undefined }, /^HTTP\/1\.1 426 /],
    ['no key', { 'Sec-WebSocket-Key': undefined }, /^HTTP\/1\.1 400 /],
    ['a key that is none', { 'Sec-WebSocket-Key': 'short' }, /^HTTP\/1\.1 400 /],
    ['no session', { Cookie: undefined }, /^HTTP\/1\.1 401 Unauthorized\r\n/],
    ['a foreign origin', { Origin: 'http://evil.example' }, /^HTTP\/1\.1 403 Forbidden\r\n/],
    ['an origin that is none', { Origin: 'null' }, /^HTTP\/1\.1 403 Forbidden\r\n/],
  ])('with %s is refused as HTTP', async (_, headers, status) => {
    expect(await answerTo(headers)).toMatch(status)
  })

  test('says which version it speaks', async () => {
    expect(await answerTo({ 'Sec-WebSocket-Version': '8' })).toMatch(/\r\nSec-WebSocket-Version: 13\r\n/)
  })

  test('of another transport, or for a connection that is not there is refused', async () => {
    for (const query of ['EIO=4&transport=pigeon', 'EIO=4&transport=websocket&sid=AAAA'])
      expect(await answerTo({}, `/socket.io/?${query}`)).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('elsewhere than at /socket.io/ there is none', async () => {
    const socket = await RawSocket.open(instance.port)
    socket.write(upgradeRequest({ Cookie: cookie }, '/api/v1/session'))
    expect(await socket.ended()).toBe(true)
    expect(socket.bytes.length).toBe(0)
  })
})

describe('frames over TCP', () => {
  test('a ping is answered with what it carried; the server’s are never masked', async () => {
    const socket = await opened()
    for (const payload of [new Uint8Array(), text('are you there?'), random.bytes(125)]) {
      socket.write(frameBytes({ opcode: PING, payload }, random))
      expect(await nextFrame(socket)).toEqual({ opcode: PONG, fin: true, masked: false, payload })
    }
    socket.destroy()
  })

  test('a message in parts is one, also with a ping between them', async () => {
    const socket = await opened()
    const [first, second] = [text('4[0,"/"'), text(',null,null]')]
    socket.write(frameBytes({ opcode: TEXT, payload: first, fin: false }, random))
    socket.write(frameBytes({ opcode: PING, payload: text('!') }, random))
    socket.write(frameBytes({ opcode: CONTINUATION, payload: second }, random))
    expect(await nextFrame(socket)).toMatchObject({ opcode: PONG })
    expect(Buffer.from((await nextFrame(socket)).payload).toString()).toMatch(/^4\[0,"\/",null,\{"sid":/)
    socket.destroy()
  })

  test('the server asks whether the other side is there, and closes when it does not answer', async () => {
    const socket = await opened()
    expect(Buffer.from((await nextFrame(socket)).payload).toString()).toBe('2')
    const asked = Date.now()
    expect(await socket.until((bytes) => receivedFrames(bytes).frames.some(({ opcode }) => opcode === CLOSE))).toBe(
      true,
    )
    // Sooner would be a broken promise; how much later depends on the machine.
    expect(Date.now() - asked).toBeGreaterThan(3_000)
    socket.destroy()
  })

  test.each<[string, number, readonly Frame[]]>([
    ['that is not masked', 1002, [{ opcode: TEXT, payload: text('3'), masked: false }]],
    ['of an opcode that there is not', 1002, [{ opcode: 3, payload: text('x') }]],
    ['of a control opcode that there is not', 1002, [{ opcode: 11, payload: text('x') }]],
    ['with a reserved bit', 1002, [{ opcode: TEXT, payload: text('3'), reserved: 4 }]],
    ['that goes on with nothing', 1002, [{ opcode: CONTINUATION, payload: text('3') }]],
    ['that is a ping in parts', 1002, [{ opcode: PING, payload: text('3'), fin: false }]],
    ['that is a ping of 126 bytes', 1002, [{ opcode: PING, payload: random.bytes(126) }]],
    [
      'that begins before the last message ended',
      1002,
      [
        { opcode: TEXT, payload: text('3'), fin: false },
        { opcode: TEXT, payload: text('3') },
      ],
    ],
    ['with a close code that there is not', 1002, [{ opcode: CLOSE, payload: Uint8Array.of(0x03, 0xed) }]],
    ['with half a close code', 1002, [{ opcode: CLOSE, payload: Uint8Array.of(3) }]],
    ['of text that is not UTF-8', 1007, [{ opcode: TEXT, payload: Uint8Array.of(0x34, 0xff, 0xfe) }]],
    ['that is larger than a message may be', 1009, [{ opcode: BINARY, payload: new Uint8Array(MEBIBYTE + 1) }]],
    [
      'that claims to be larger than a message may be',
      1009,
      [{ opcode: BINARY, payload: text('x'), claim: BigInt(MEBIBYTE + 1) }],
    ],
    ['that claims more than any memory holds', 1009, [{ opcode: BINARY, payload: text('x'), claim: 2n ** 62n }]],
    [
      'in parts that are too much together',
      1009,
      [
        { opcode: BINARY, payload: new Uint8Array(MEBIBYTE / 2), fin: false },
        { opcode: CONTINUATION, payload: new Uint8Array(MEBIBYTE / 2 + 1) },
      ],
    ],
  ])('a frame %s closes the connection with %i', async (_, code, frames) => {
    expect(await closeCodeAfter(...frames)).toBe(code)
  })

  test('goodbye is answered with the same code', async () => {
    expect(await closeCodeAfter({ opcode: CLOSE, payload: Uint8Array.of(0x03, 0xe8) })).toBe(1000)
    expect(await closeCodeAfter({ opcode: CLOSE, payload: new Uint8Array() })).toBe(1005)
  })

  test('and after all of that the instance lives, and others work', async () => {
    const guest = await Guest.arrive(instance.url)
    const { board } = await guest.newBoard()
    expect(await drawsOn(await guest.connect(), board)).toEqual({ ok: true, seq: 1 })
    expect(instance.process().running).toBe(true)
  })
})

async function drawsOn(socket: Joinable, board: Parameters<typeof join>[1]): Promise<unknown> {
  const actor = newActor()
  const answer = await join(socket, board, actor)
  if (!answer.ok) throw new Error(answer.error.code)
  const me = { socket, board, actor, epoch: answer.epoch }
  const reply = await send(me, batchOf(me, 1, [rectangle(1, 2)]))
  socket.close()
  return reply
}

describe('behind the proxy that we ship', () => {
  let proxied: Instance
  let proxy: ProxyServer

  beforeAll(async () => {
    const ports = await proxyPorts()
    proxied = await startInstance({
      databaseUrl: postgres.url,
      env: { PUBLIC_URL: `https://localhost:${ports.tls}`, TRUSTED_PROXIES: '127.0.0.1' },
    })
    proxy = await startProxy(ports, proxied.port)
  })

  afterAll(async () => {
    await proxy?.stop()
    await proxied?.stop()
  })

  /** A guest who came through the proxy; TLS is tried by hand, as fetch trusts no certificate of ours. */
  const arrive = (): Promise<{ cookie: string; set: readonly string[] }> =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', ca: proxy.certificate, headers: { origin: proxy.tlsUrl } }
      const sent = secureRequest(`${proxy.tlsUrl}/api/v1/session`, options, (answer) => {
        answer.resume()
        const set = answer.headers['set-cookie'] ?? []
        resolve({ cookie: set.map((one) => one.split(';')[0]).join('; '), set })
      })
      sent.on('error', reject)
      sent.end()
    })

  test('cookies are for HTTPS only, out of reach for scripts, and not sent from other sites', async () => {
    const { set } = await arrive()
    expect(set.length).toBeGreaterThan(0)
    for (const one of set) {
      expect(one).toMatch(/^__Secure-inkwire\./)
      expect(one).toMatch(/; Secure/)
      expect(one).toMatch(/; HttpOnly/)
      expect(one).toMatch(/; SameSite=Lax/)
    }
  })

  test.each(['ws', 'wss'] as const)(
    '%s: the handshake is checked as without it, and the connection carries a batch',
    async (scheme) => {
      const { cookie } = await arrive()
      const url = scheme === 'ws' ? proxy.url : proxy.tlsUrl
      const status = (headers: Record<string, string>): Promise<number> =>
        new Promise((resolve, reject) => {
          const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
          const socket = new WebSocket(address, { headers, ca: proxy.certificate })
          socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
          socket.on('open', () => {
            resolve(101)
            socket.terminate()
          })
          socket.on('error', reject)
        })
      expect(await status({})).toBe(401)
      expect(await status({ cookie, origin: 'https://evil.example' })).toBe(403)
      expect(await status({ cookie, origin: proxy.tlsUrl })).toBe(101)

      for (const transport of ['websocket', 'polling']) {
        const guest = Guest.of(proxied.url, cookie)
        const { board } = await guest.newBoard()
        const socket: Joinable = io(url, {
          parser: { Encoder, Decoder },
          transports: [transport],
          forceNew: true,
          reconnection: false,
          extraHeaders: { cookie },
          ca: proxy.certificate.toString(),
        } as Parameters<typeof io>[1])
        await new Promise<void>((resolve, reject) => {
          socket.on('connect', resolve)
          socket.on('connect_error', reject)
        })
        expect(await drawsOn(socket, board)).toEqual({ ok: true, seq: 1 })
      }
    },
  )
})
