import { RawSocket } from '../../servers/raw-socket.ts'
import type { Seeded } from '../../simulator/seeded.ts'
import { type Attack, anyAddress, type Target } from '../attack.ts'
import { mutated, mutatedBytes } from '../mutation.ts'

/** Half a body gets no answer. */
const ANSWER_MS = 1_000
/** A PNG of one pixel, for what is uploaded. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Every HTTP route with bodies, parameters and headers that nobody honest sends. */
export const bodies: Attack = {
  title: 'HTTP requests',
  share: 30,
  attackers: 4,
  async run(target, random, budget) {
    for (; budget.left > 0; budget.take()) {
      const socket = await RawSocket.open(target.port)
      socket.write(request(target, random))
      await socket.until((bytes) => bytes.includes('\r\n\r\n'), ANSWER_MS)
      const status = /^HTTP\/1\.1 (\d+)/.exec(socket.bytes.toString('latin1'))?.[1]
      target.count(`HTTP: ${status ?? 'no answer'}`)
      socket.destroy()
    }
  },
}

function request(target: Target, random: Seeded): Uint8Array {
  const board = random.chance(0.7) ? target.board : (random.pick(NOT_IDS) ?? '')
  const path = (random.pick(PATHS) ?? '').replace(':id', board).replace(':any', random.pick(NOT_IDS) ?? '')
  const method = random.pick(['GET', 'POST', 'PATCH', 'PUT', 'HEAD', 'OPTIONS', 'TRACE', 'BREW']) ?? 'GET'
  const upload = path.endsWith('/assets') && method === 'POST'
  const body = upload ? mutatedBytes(PNG, random) : Buffer.from(jsonOf(random))
  const length = random.chance(0.9) ? body.length : (random.pick([0, -1, 10 ** 12, body.length + 5]) ?? 0)
  const headers = [
    'Host: 127.0.0.1',
    // Whoever signs up or in ends the session they had, and the others who use this guest would be nobody.
    ...(path.includes('/sign-') ? [] : [`Cookie: ${random.pick(target.guests)?.cookie ?? ''}`]),
    `X-Forwarded-For: ${anyAddress(random)}`,
    `Content-Type: ${random.pick(['application/json', 'text/plain', 'image/png', 'application/json; charset=\xff', ''])}`,
    `Content-Length: ${length}`,
    'Connection: close',
    ...(random.chance(0.1) ? ['If-None-Match: "a", W/"b", *', 'Range: bytes=9-1', 'Accept-Encoding: gzip;q=nan'] : []),
  ]
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

/** Not DELETE: others draw on the board. */
const PATHS = [
  '/api/v1/session',
  '/api/v1/account',
  '/api/v1/account/sign-up',
  '/api/v1/account/sign-in',
  '/api/v1/account/password',
  '/api/v1/account/provider',
  '/api/v1/account/callback/oidc?state=:any&code=:any',
  '/api/v1/folders',
  '/api/v1/folders/:any',
  '/api/v1/boards',
  '/api/v1/boards?trash=1&trash[__proto__]=1',
  '/api/v1/boards/:id',
  '/api/v1/boards/:id/open',
  '/api/v1/boards/:id/restore',
  '/api/v1/boards/:id/head',
  '/api/v1/boards/:id/duplicate',
  '/api/v1/boards/:id/thumbnail.svg?theme=:any',
  '/api/v1/boards/:id/snapshots/:any/1',
  '/api/v1/boards/:id/snapshots/AAAAAAAAAAAAAAAAAAAAAA/:any',
  '/api/v1/boards/:id/assets',
  '/api/v1/boards/:id/assets/:any',
  '/api/v1/boards/:id/history?parts=:any&epoch=:any',
  '/api/v1/boards/:id/history/:any',
  '/api/v1/boards/:id/history/1/records?limit=:any',
  '/api/v1/boards/:id/versions',
  '/api/v1/boards/:id/versions/:any',
  '/api/v1/boards/:id/elements/:any/origin',
  '/api/v1/boards/:id/erase',
  '/api/v1/boards/:id/sharing',
  '/api/v1/boards/:id/link',
  '/api/v1/boards/:id/members',
  '/api/v1/boards/:id/members/:any',
  '/api/v1/boards/:id/place',
  '/api/v1/:any',
  '/api/:any/%00%ff',
  '/healthz?:any',
  '/socket.io/?EIO=4&transport=polling&sid=:any',
  '/:any',
]
const NOT_IDS = [
  '__proto__',
  'constructor',
  '..%2f..%2fetc%2fpasswd',
  '../../../etc/passwd',
  '%',
  '%00',
  '%ed%a0%80',
  'a/b',
  "'%20OR%201=1--",
  '-1',
  '9'.repeat(400),
  'x'.repeat(5_000),
  '[object%20Object]',
]

function jsonOf(random: Seeded): string {
  const deep = random.between(1, 20_000)
  switch (random.between(0, 9)) {
    case 0:
      return '{"__proto__":{"isAdmin":true},"name":"x"}'
    case 1:
      return '{"constructor":{"prototype":{"x":1}},"name":"x"}'
    case 2:
      return `${'['.repeat(deep)}${']'.repeat(deep)}`
    case 3:
      return `{"name":"${'x'.repeat(random.between(1, 90_000))}"}`
    case 4:
      return '{"name":'
    case 5:
      return ''
    default: {
      const valid = {
        name: 'A name',
        color: '#123456',
        key: 'a key',
        role: 'owner',
        board: { id: 'x' },
        email: `${random.between(1, 1e6)}@example.org`,
        password: 'a long password',
        back: '/',
        folder: null,
        starred: true,
        expires: '2030-01-01T00:00:00.000Z',
      }
      return JSON.stringify(mutated(valid, random)) ?? 'null'
    }
  }
}
