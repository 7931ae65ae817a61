import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoardId } from '@inkwire/board'
import { type AssetBody, assetPath, LIMITS } from '@inkwire/protocol'
import { assetExpiry } from '@inkwire/realtime/assets/asset-expiry.ts'
import { AssetFiles } from '@inkwire/realtime/assets/asset-files.ts'
import { Assets, UNUSED_MS } from '@inkwire/realtime/assets/assets.ts'
import { photoJpeg, riff, SECRET, vp8x } from '@inkwire/realtime/assets/sample-photos.ts'
import { SAMPLES, samplePng } from '@inkwire/realtime/assets/sample-pictures.ts'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let one: Instance
let two: Instance
let database: Database
const assetsDir = mkdtempSync(join(tmpdir(), 'inkwire-assets-'))

beforeAll(async () => {
  postgres = await startPostgres()
  one = await startInstance({ databaseUrl: postgres.url, assetsDir })
  two = await startInstance({ databaseUrl: postgres.url, assetsDir })
  database = openDatabase(postgres.url)
})

afterAll(async () => {
  await database?.$disconnect()
  await two?.stop()
  await one?.stop()
  await postgres?.stop()
  rmSync(assetsDir, { recursive: true, force: true })
})

let owner: Guest
let board: BoardId
let key: string

beforeEach(async () => {
  owner = await Guest.arrive(one.url)
  ;({ board, key } = await owner.newBoard('Pictures'))
})

const upload = (guest: Guest, to: BoardId, file: Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${guest.origin}/api/v1/boards/${to}/assets`, {
    method: 'POST',
    headers: { cookie: guest.cookie, ...headers },
    body: Buffer.from(file),
  })

async function uploaded(guest: Guest, to: BoardId, file: Uint8Array): Promise<AssetBody> {
  const answer = await upload(guest, to, file)
  expect(answer.status).toBe(201)
  return answer.json()
}

const refusalOf = async (answer: Response): Promise<readonly [status: number, code: string]> => [
  answer.status,
  (await answer.json()).error.code,
]

const at = (guest: Guest, instance: Instance): Guest => Guest.of(instance.url, guest.cookie)

const filesOnDisk = (): string[] =>
  readdirSync(assetsDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(assetsDir, name)).isFile(),
  )

const hashOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex')

describe('an image that is uploaded', () => {
  test('is served as it was where it holds nothing else, with its true type and headers under which nothing runs', async () => {
    const file = samplePng(40, 30)
    const body = await uploaded(owner, board, file)
    expect(body).toEqual({ asset: hashOf(file), type: 'image/png', w: 40, h: 30 })
    const answer = await owner.request(assetPath(board, body.asset))
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(file.length),
      'cache-control': 'private, max-age=31536000, immutable',
      etag: `"${body.asset}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': 'inline; filename="image.png"',
    })
    const again = await fetch(`${owner.origin}${assetPath(board, body.asset)}`, {
      headers: { cookie: owner.cookie, 'if-none-match': `"${body.asset}"` },
    })
    expect(again.status).toBe(304)
  })

  test('tells nobody where a photo was taken; what is stored, named and counted is what is left of it', async () => {
    const photo = photoJpeg(SAMPLES.progressiveJpeg, 6)
    expect(photo.includes(SECRET)).toBe(true)
    const body = await uploaded(owner, board, photo)
    const answer = await owner.request(assetPath(board, body.asset))
    const stored = Buffer.from(await answer.arrayBuffer())
    expect(stored.includes(SECRET)).toBe(false)
    // The turn, 36 bytes, is behind the picture's beginning.
    expect(stored.includes('Exif')).toBe(true)
    expect(Buffer.concat([stored.subarray(0, 2), stored.subarray(38)]).equals(SAMPLES.progressiveJpeg)).toBe(true)
    expect([body.asset, answer.headers.get('content-length')]).toEqual([hashOf(stored), String(stored.length)])
    expect(await database.asset.findUnique({ where: { id: body.asset } })).toMatchObject({ bytes: stored.length })
    // What comes from there to another board is the same.
    expect((await uploaded(owner, (await owner.newBoard()).board, stored)).asset).toBe(body.asset)
  })

  test.each([
    ['image/jpeg', SAMPLES.jpeg],
    ['image/webp', SAMPLES.webp],
    ['image/gif', SAMPLES.gif],
  ])('can be %s, whatever the sender calls it', async (type, file) => {
    const answer = await upload(owner, board, file, { 'content-type': 'text/html' })
    expect(answer.status).toBe(201)
    const { asset } = await answer.json()
    expect((await owner.request(assetPath(board, asset))).headers.get('content-type')).toBe(type)
  })

  test('lies on disk once, on however many boards, and each board shows only its own', async () => {
    const file = samplePng(11, 7, [1, 2, 3])
    const other = await owner.newBoard()
    const { asset } = await uploaded(owner, board, file)
    expect((await owner.request(assetPath(other.board, asset))).status).toBe(404)
    expect((await uploaded(owner, board, file)).asset).toBe(asset)
    expect((await uploaded(owner, other.board, file)).asset).toBe(asset)
    expect((await owner.request(assetPath(other.board, asset))).status).toBe(200)
    expect(filesOnDisk().filter((name) => name.endsWith(asset))).toEqual([join(asset.slice(0, 2), asset)])
    expect(filesOnDisk().some((name) => name.startsWith('drafts'))).toBe(false)
  })

  test('at ten places at once is one', async () => {
    const file = samplePng(12, 12, [9, 9, 9])
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => upload(i % 2 ? at(owner, two) : owner, board, file)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201))
    expect(await database.boardAsset.count({ where: { boardId: board } })).toBe(1)
  })

  test('is there on the other instance at once, and after a kill -9', async () => {
    const file = samplePng(20, 20, [4, 5, 6])
    const { asset } = await uploaded(owner, board, file)
    await one.kill9()
    try {
      const answer = await at(owner, two).request(assetPath(board, asset))
      expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true)
    } finally {
      await one.restart()
    }
    expect((await owner.request(assetPath(board, asset))).status).toBe(200)
  })

  test('comes along when its board is duplicated', async () => {
    const { asset } = await uploaded(owner, board, samplePng(5, 5, [7, 0, 0]))
    const copy = await (await owner.request(`/api/v1/boards/${board}/duplicate`, 'POST')).json()
    expect((await owner.request(assetPath(copy.board.id, asset))).status).toBe(200)
  })
})

describe('who may', () => {
  test('see a board sees its images, who may edit it uploads', async () => {
    const [editor, viewer, stranger] = [
      await Guest.arrive(one.url),
      await Guest.arrive(one.url),
      await Guest.arrive(one.url),
    ]
    await editor.request(`/api/v1/boards/${board}/open`, 'POST', { key })
    const person = (await (await viewer.request('/api/v1/session')).json()).person.id
    await database.member.create({ data: { boardId: board, personId: person, role: 'viewer' } })
    const file = samplePng(8, 8, [0, 0, 9])
    expect(await refusalOf(await upload(stranger, board, file))).toEqual([403, 'access.denied'])
    expect(await refusalOf(await upload(viewer, board, file))).toEqual([403, 'access.denied'])
    const { asset } = await uploaded(editor, board, file)
    const seen = (guest: Guest) => guest.request(assetPath(board, asset)).then(({ status }) => status)
    expect([await seen(stranger), await seen(viewer), await seen(editor), await seen(owner)]).toEqual([
      403, 200, 200, 200,
    ])
    const nobody = await fetch(`${one.url}${assetPath(board, asset)}`)
    expect(nobody.status).toBe(401)
  })

  test('not: a page of another site', async () => {
    const answer = await upload(owner, board, SAMPLES.gif, { origin: 'https://evil.example' })
    expect(await refusalOf(answer)).toEqual([403, 'origin.refused'])
  })
})

describe('what is refused, with a line that says why', () => {
  test.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'asset.invalid'],
    ['half of a PNG', samplePng(30, 30).subarray(0, 60), 415, 'asset.invalid'],
    ['a WebP without a picture', riff(vp8x(3, 2, 0)), 415, 'asset.invalid'],
    ['nothing', Buffer.alloc(0), 415, 'asset.invalid'],
    ['a giant', samplePng(1, 1, [0, 0, 0], { width: 16_385, height: 1 }), 422, 'asset.dimensions'],
    ['a bomb', samplePng(1, 1, [0, 0, 0], { width: 16_000, height: 16_000 }), 422, 'asset.dimensions'],
  ])('%s', async (_name, file, status, code) => {
    expect(await refusalOf(await upload(owner, board, file, { 'content-type': 'image/png' }))).toEqual([status, code])
    expect(await database.boardAsset.count({ where: { boardId: board } })).toBe(0)
  })

  test('too many bytes, announced or not', async () => {
    const before = filesOnDisk().length
    const large = Buffer.concat([samplePng(4, 4), Buffer.alloc(LIMITS.assetBytes)])
    expect(await refusalOf(await upload(owner, board, large))).toEqual([413, 'asset.too_large'])
    // Without a length, and it would never end.
    const answer = await new Promise<{ status: number; code: string }>((resolve, reject) => {
      const endless = request(`${one.url}/api/v1/boards/${board}/assets`, {
        method: 'POST',
        headers: { cookie: owner.cookie, 'content-type': 'image/png' },
      })
      const send = () => {
        while (!endless.destroyed && endless.write(Buffer.alloc(256 * 1024)));
      }
      endless.on('drain', send)
      endless.on('error', reject)
      endless.on('response', (response) => {
        let text = ''
        response.on('data', (part) => {
          text += part
        })
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).error.code })
          endless.destroy()
        })
      })
      send()
    })
    expect(answer).toEqual({ status: 413, code: 'asset.too_large' })
    expect(filesOnDisk().length).toBe(before)
  })

  test.each(['0'.repeat(64), 'A'.repeat(64), '..%2f..%2fsecret', '__proto__', '%00'])(
    'an asset that is none of the board: %s',
    async (name) => {
      const answer = await owner.request(`/api/v1/boards/${board}/assets/${name}`)
      expect(await refusalOf(answer)).toEqual([404, 'asset.unknown'])
    },
  )

  test('an upload on a disk that takes no more files leaves nothing behind', async () => {
    const blocked = join(assetsDir, 'blocked')
    writeFileSync(blocked, 'a file where a folder should be')
    const assets = new Assets(database, new AssetFiles(blocked))
    const person = (await (await owner.request('/api/v1/session')).json()).person.id
    const file = samplePng(3, 9, [200, 1, 1])
    await expect(assets.add(board, person, file)).rejects.toThrow()
    expect(await database.asset.count({ where: { id: hashOf(file) } })).toBe(0)
    rmSync(blocked)
  })
})

test('images of a board that is deleted for good are removed a day later, those of others stay', async () => {
  const other = await owner.newBoard()
  const shared = await uploaded(owner, board, samplePng(6, 1, [1, 1, 1]))
  await uploaded(owner, other.board, samplePng(6, 1, [1, 1, 1]))
  const alone = await uploaded(owner, board, samplePng(6, 2, [1, 1, 1]))
  await owner.request(`/api/v1/boards/${board}`, 'DELETE')
  await owner.request(`/api/v1/boards/${board}?forever=1`, 'DELETE')
  const assets = new Assets(database, new AssetFiles(assetsDir))
  const report = (message: string) => {
    throw new Error(message)
  }
  await assetExpiry(assets, report).run()
  expect(filesOnDisk().some((name) => name.endsWith(alone.asset))).toBe(true)
  expect(await assets.removeOneUnused(Date.now() + 2 * UNUSED_MS)).toBe(true)
  expect(filesOnDisk().some((name) => name.endsWith(alone.asset))).toBe(false)
  while (await assets.removeOneUnused(Date.now() + 2 * UNUSED_MS));
  expect((await owner.request(assetPath(other.board, shared.asset))).status).toBe(200)
  // It can come back.
  expect((await uploaded(owner, other.board, samplePng(6, 2, [1, 1, 1]))).asset).toBe(alone.asset)
  expect((await owner.request(assetPath(other.board, alone.asset))).status).toBe(200)
})
