import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BoardId, boardId, packOps } from '@inkwire/board'
import { Secrets } from '@inkwire/realtime/access/secrets.ts'
import { SAMPLES } from '@inkwire/realtime/assets/sample-pictures.ts'
import { migrate } from '@inkwire/realtime/database/migrate.ts'
import { BoardClient, memoryOutbox, newElementId, newGestureId, whenOpen, whenSaved } from '@inkwire/sync'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin, runProgram } from '../servers/admin.ts'
import { eventually } from '../servers/child.ts'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { unzip } from '../servers/unzip.ts'

let postgres: PostgresServer
let instance: Instance
let folder: string
let assets: string
const clients: BoardClient[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  folder = mkdtempSync(join(tmpdir(), 'inkwire-admin-'))
  assets = join(folder, 'assets')
  instance = await startInstance({ databaseUrl: postgres.url, assetsDir: assets })
})

afterAll(async () => {
  for (const client of clients) await client.close()
  await instance?.stop()
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const admin = (...args: string[]) => runAdmin(postgres.url, args, { assetsDir: assets })

async function sql(text: string, values?: unknown[], url = postgres.url): Promise<{ [column: string]: unknown }[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

/** An empty database, as on a server that has never been started. */
async function emptyDatabase(name: string): Promise<string> {
  await sql(`CREATE DATABASE ${name}`)
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  return url.href
}

async function open(guest: Guest, board: string, key?: string): Promise<BoardClient> {
  const client = new BoardClient({
    origin: guest.origin,
    board: boardId.parse(board),
    ...(key === undefined ? {} : { key }),
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie: guest.cookie } },
  })
  clients.push(client)
  await whenOpen(client)
  return client
}

async function draw(client: BoardClient, count: number): Promise<void> {
  for (let x = 0; x < count; x++) {
    const element = { id: newElementId(), type: 'rectangle', order: 'a0', x, y: 0, w: 10, h: 10 }
    client.commit(newGestureId(), [{ op: 'put', element }])
  }
  await whenSaved(client)
}

interface Drawn {
  readonly guest: Guest
  readonly person: string
  readonly board: BoardId
  readonly key: string
  readonly client: BoardClient
  readonly image: string
}

/** A board with a history, a named version and an image. */
async function drawnBoard(name = 'A board of the operator'): Promise<Drawn> {
  const guest = await Guest.arrive(instance.url)
  const { board, key } = await guest.newBoard(name)
  const client = await open(guest, board)
  await draw(client, 7)
  const version = await guest.request(`/api/v1/boards/${board}/versions`, 'POST', { name: 'Seven', seq: 7 })
  expect(version.status).toBe(201)
  await draw(client, 3)
  const uploaded = await fetch(`${instance.url}/api/v1/boards/${board}/assets`, {
    method: 'POST',
    headers: { cookie: guest.cookie },
    body: new Uint8Array(SAMPLES.jpeg),
  })
  const { asset: image } = await uploaded.json()
  const { person } = await (await guest.request('/api/v1/session')).json()
  return { guest, person: person.id, board, key, client, image }
}

test('list and show say what there is, as people and as programs read it', async () => {
  const { board, person, client } = await drawnBoard('\u202eA name')
  await eventually(
    () => client.head().seq === 10,
    () => JSON.stringify(client.head()),
  )
  const listed = await admin('list')
  expect(listed).toMatchObject({ code: 0, errors: '' })
  const row = listed.output.split('\n').find((line) => line.startsWith(board))
  expect(row).toMatch(new RegExp(`${person}.* 10 +10 `))
  // What somebody called a board does not steer the operator's terminal.
  expect(row).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  const facts = (await admin('list', '--json', '--owner', person)).output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(facts).toMatchObject([{ id: board, head: 10, floor: 0, elements: 10, owner: { id: person, email: null } }])
  expect(facts[0].bytes.images).toBeGreaterThan(0)

  const shown = await admin('show', `https://board.example.org/b/${board}#key`)
  expect(shown).toMatchObject({ code: 0, errors: '' })
  expect(shown.output).toMatch(/^Head +10$/m)
  expect(shown.output).toMatch(new RegExp(`^ +${person} .* owner +10$`, 'm'))
  const { people } = JSON.parse((await admin('show', board, '--json')).output)
  expect(people).toMatchObject([{ id: person, role: 'owner', batches: 10 }])
})

test('what is called wrong is told in a line, and nothing happens', async () => {
  const wrong: [string[], RegExp][] = [
    [[], /^npm run admin -- <command>\n(.*\n)*.*back-up <new folder>/],
    [['explode'], /^There is no command "explode"\./],
    [['__proto__'], /^There is no command/],
    [['show'], /^Call it so: npm run admin -- show <board> \[--json\]\n$/],
    [['show', 'x'], /^"x" is no board/],
    [['show', 'x'.repeat(21)], /^There is no board x+\.\n$/],
    [['show', '-'.padEnd(21, 'x')], /^There is no board -x+\.\n$/],
    [['list', '--owner', '-'.padEnd(21, 'x')], /^Nobody is known as/],
    [['list', '--loud'], /Call it so: npm run admin -- list/],
    [['list', '--owner', 'nobody@example.org'], /^Nobody is known as/],
    [['verify'], /^Name boards, or say --all\.\n$/],
    [['prune', '--all', '--days', 'x'], /^Say how old/],
    [['import', 'x.zip'], /^Say whose it is/],
    [['export', 'x'.repeat(21), 'x.zip'], /^There is no board/],
    [['restore', folder], /is no backup/],
    [['back-up', folder], /is there already/],
  ]
  for (const [args, line] of wrong) {
    const end = await admin(...args)
    expect([args, end.code, end.errors]).toEqual([args, 1, expect.stringMatching(line)])
  }
  expect((await runAdmin('postgresql://nobody@127.0.0.1:1/none', ['list'])).errors).toMatch(
    /^The database does not answer\./,
  )
})

test("the same comes from npm run admin, from the container's program, and from an Inkwire of one machine that is not running", async () => {
  const expected = (await admin('list')).output
  const env = { DATABASE_URL: postgres.url }
  expect(await runProgram('scripts/admin.mjs', ['list'], env)).toEqual({ code: 0, output: expected, errors: '' })
  expect(await runProgram('apps/realtime/dist/admin.js', ['list'], env)).toEqual({
    code: 0,
    output: expected,
    errors: '',
  })
  const wrong = await runProgram('apps/realtime/dist/admin.js', ['show'], env)
  expect(wrong).toMatchObject({
    code: 1,
    errors: 'Call it so: node apps/realtime/dist/admin.js show <board> [--json]\n',
  })

  const alone = { DATABASE_URL: '', DATA_DIR: join(folder, 'alone'), SECRET: '' }
  expect((await runProgram('scripts/admin.mjs', ['list'], alone)).errors).toMatch(
    /^There is no database in .*alone yet/,
  )
  const kept = join(folder, 'for-one-machine')
  await admin('back-up', kept)
  expect((await runProgram('scripts/admin.mjs', ['restore', kept, '--other-secret'], alone)).code).toBe(0)
})

test('verify finds each kind of damage, and says that all is well where it is', async () => {
  const { board, guest } = await drawnBoard()
  const client = await open(guest, board)
  await draw(client, 520)
  await eventually(
    async () => (await sql('SELECT FROM "Snapshot" WHERE board = $1', [board])).length > 0,
    () => 'there is a snapshot',
  )
  const good = await admin('verify', board)
  expect(good).toMatchObject({ code: 0 })
  expect(good.output).toBe(`${board} is well: 530 batches, 1 snapshots, hash ${client.head().hash}\n`)

  const damages: [string, unknown[], RegExp][] = [
    [`UPDATE "Snapshot" SET hash = 'x' WHERE board = $1`, [], /is kept under the hash x/],
    [`UPDATE "Snapshot" SET bytes = '\\x00' WHERE board = $1`, [], /can't be read/],
    [`DELETE FROM "Batch" WHERE board = $1 AND seq = 7`, [], /hole between 6 and 8/],
    [`DELETE FROM "Batch" WHERE board = $1 AND seq > 525`, [], /ends at 525, before its head 530/],
    [`UPDATE "Batch" SET ops = $2 WHERE board = $1 AND seq = 7`, [packOps([])], /the snapshot at \d+ has the hash/],
    [`UPDATE "Batch" SET ops = '\\xff' WHERE board = $1 AND seq = 7`, [], /the batch 7 can't be folded/],
    [`UPDATE "Actor" SET "lastNumber" = 3 WHERE board = $1`, [], /knows more of the actor/],
  ]
  for (const [damage, values, told] of damages) {
    await sql(`CREATE TABLE kept_b AS SELECT * FROM "Batch" WHERE board = '${board}'`)
    await sql(`CREATE TABLE kept_s AS SELECT * FROM "Snapshot" WHERE board = '${board}'`)
    await sql(`CREATE TABLE kept_a AS SELECT * FROM "Actor" WHERE board = '${board}'`)
    await sql(damage, [board, ...values])
    const end = await admin('verify', board)
    expect([damage, end.code, end.output]).toEqual([damage, 1, expect.stringMatching(told)])
    for (const [kept, table] of [
      ['kept_b', 'Batch'],
      ['kept_s', 'Snapshot'],
      ['kept_a', 'Actor'],
    ]) {
      await sql(
        `DELETE FROM "${table}" WHERE board = '${board}'; INSERT INTO "${table}" SELECT * FROM ${kept}; DROP TABLE ${kept}`,
      )
    }
  }
  expect((await admin('verify', '--all')).output).toMatch(/boards, 0 of them not well\n$/)
})

test('an exported board is imported with its history, versions and images, under an id and a link of its own', async () => {
  const { board, person, key: link, client, image } = await drawnBoard('Moved about')
  const file = join(folder, 'board.zip')
  expect(await admin('export', board, file)).toMatchObject({ code: 0, errors: '' })
  const inside = unzip(readFileSync(file))
  expect([...inside.keys()].sort()).toEqual(['board.json', 'document.json', `images/${image}`, 'log/1.bin'])
  expect(JSON.parse(String(inside.get('document.json'))).elements).toHaveLength(10)
  // Whoever has the archive does not have the link.
  expect(String(inside.get('board.json'))).not.toContain(link)

  const end = await admin('import', file, '--owner', person, '--name', 'Moved')
  expect(end).toMatchObject({ code: 0, errors: '' })
  const [, copy = '', key = ''] = /^\/b\/([\w-]{21})#(\S+)$/m.exec(end.output) ?? []
  expect(copy).not.toBe(board)
  const other = await Guest.arrive(instance.url)
  const opened = await open(other, copy, key)
  expect(opened.head()).toMatchObject({ seq: 10, hash: client.head().hash, elements: 10 })
  await draw(opened, 1)
  const history = await (await other.request(`/api/v1/boards/${copy}/history`)).json()
  expect(JSON.stringify(history)).toContain('Seven')
  expect((await other.request(`/api/v1/boards/${copy}/assets/${image}`)).status).toBe(200)
  expect(await admin('verify', copy)).toMatchObject({ code: 0, output: expect.stringMatching(/ is well: /) })
})

test('an archive that is damaged or made up gets nothing in', async () => {
  const { board, person, image } = await drawnBoard()
  const file = join(folder, 'whole.zip')
  await admin('export', board, file)
  const whole = readFileSync(file)
  const boards = async () => (await sql('SELECT count(*)::int AS n FROM "Board"'))[0]?.n
  const before = await boards()
  const damaged = join(folder, 'damaged.zip')
  for (const name of ['board.json', 'log/1.bin', `images/${image}`]) {
    const bytes = Buffer.from(whole)
    const from = whole.indexOf(name) + name.length + 8
    bytes.fill(0x5a, from, from + 40)
    writeFileSync(damaged, bytes)
    expect([name, await admin('import', damaged, '--owner', person)]).toEqual([
      name,
      { code: 1, output: '', errors: expect.stringMatching(/^[^\n]*damaged[^\n]*\n$/) },
    ])
  }
  writeFileSync(damaged, whole.subarray(0, whole.length >> 1))
  expect((await admin('import', damaged, '--owner', person)).code).toBe(1)
  expect(await boards()).toBe(before)
})

test('prune removes old history of one board, beside a running instance; the board stays', async () => {
  const { board, guest } = await drawnBoard()
  await sql(`UPDATE "Batch" SET at = at - interval '10 days' WHERE board = $1 AND seq <= 6`, [board])
  expect((await admin('prune', board, '--days', '20')).output).toBe(`${board}: 0 batches removed\n`)
  expect((await admin('prune', board, '--days', '5')).output).toBe(`${board}: 6 batches removed\n`)
  expect((await admin('verify', board)).output).toMatch(/is well: 4 batches/)
  expect((await open(guest, board)).head().elements).toBe(10)
  // Its archive holds what is left.
  const file = join(folder, 'pruned.zip')
  expect((await admin('export', board, file)).code).toBe(0)
  const [{ owner } = { owner: '' }] = await sql('SELECT "ownerId" AS owner FROM "Board" WHERE id = $1', [board])
  const end = await admin('import', file, '--owner', String(owner))
  expect(end.output).toMatch(/^10 elements, 4 batches/m)
  const copy = /^\/b\/([\w-]{21})/m.exec(end.output)?.[1] ?? ''
  expect(await admin('verify', copy)).toMatchObject({ code: 0, output: expect.stringMatching(/ is well: /) })
})

test('all is backed up while people draw, and restored under new epochs: here, and into an empty database', async () => {
  const { board, guest, client, image } = await drawnBoard('Kept')
  const kept = join(folder, 'kept')
  expect(await admin('back-up', kept)).toMatchObject({ code: 0, errors: '' })
  expect(readdirSync(folder)).not.toContain('kept.draft')
  await draw(client, 5)
  const [before] = await sql('SELECT epoch, head::int FROM "BoardHead" WHERE board = $1', [board])
  expect(before?.head).toBe(15)
  expect((await admin('restore', kept)).errors).toMatch(/--replace/)
  expect((await runAdmin(postgres.url, ['restore', kept, '--replace'], { secret: 'x'.repeat(40) })).errors).toMatch(
    /another SECRET/,
  )
  rmSync(assets, { recursive: true })
  const end = await admin('restore', kept, '--replace')
  expect(end).toMatchObject({ code: 0, errors: '' })
  const [after] = await sql('SELECT epoch FROM "BoardHead" WHERE board = $1', [board])
  expect(after?.epoch).not.toBe(before?.epoch)
  // The page that was open gives back what the backup did not know; the image is there again.
  await eventually(
    () => client.head().epoch === after?.epoch && client.head().outbox === 0,
    () => JSON.stringify(client.head()),
  )
  await draw(client, 1)
  expect((await guest.request(`/api/v1/boards/${board}/assets/${image}`)).status).toBe(200)
  expect((await admin('verify', '--all')).code).toBe(0)

  const other = await emptyDatabase('elsewhere')
  const elsewhere = { assetsDir: join(folder, 'elsewhere') }
  expect(await runAdmin(other, ['restore', kept], elsewhere)).toMatchObject({ code: 0, errors: '' })
  const counted = 'SELECT count(*)::int AS n FROM "Batch"'
  const inBackup = JSON.parse(readFileSync(join(kept, 'backup.json'), 'utf8')).tables
  const batches = inBackup.find((table: { name: string }) => table.name === 'Batch').rows
  expect((await sql(counted, [], other))[0]?.n).toBe(batches)
  const second = await startInstance({ databaseUrl: other, ...elsewhere })
  const there = Guest.of(second.url, guest.cookie)
  expect((await there.request(`/api/v1/boards/${board}/assets/${image}`)).status).toBe(200)
  expect((await open(there, board)).head().elements).toBe(10)
  await second.stop()

  // Damage is noticed before anything is given up.
  const table = join(kept, 'tables', 'Batch.copy.gz')
  const bytes = readFileSync(table)
  bytes.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 20)
  writeFileSync(table, bytes)
  const broken = await runAdmin(other, ['restore', kept, '--replace'], elsewhere)
  expect([broken.code, broken.errors]).toEqual([
    1,
    expect.stringMatching(/Batch\.copy\.gz (can't be read|is not what was backed up)/),
  ])
  expect((await runAdmin(other, ['verify', '--all'])).code).toBe(0)
  expect((await sql(counted, [], other))[0]?.n).toBe(batches)
})

test('with another SECRET links get new keys, as the old ones can not be opened any more', async () => {
  const { board, key } = await drawnBoard()
  const kept = join(folder, 'moved')
  await admin('back-up', kept)
  const other = await emptyDatabase('moved')
  const moved = { secret: 'another secret that is long enough too', assetsDir: join(folder, 'moved-assets') }
  expect((await runAdmin(other, ['restore', kept, '--other-secret'], moved)).code).toBe(0)
  const env = { SECRET: moved.secret }
  const second = await startInstance({ databaseUrl: other, assetsDir: moved.assetsDir, env })
  const someone = await Guest.arrive(second.url)
  const opens = async (link: string) =>
    (await someone.request(`/api/v1/boards/${board}/open`, 'POST', { key: link })).status
  expect(await opens(key)).toBe(403)
  const [row] = await sql('SELECT "linkKey" AS sealed FROM "Board" WHERE id = $1', [board], other)
  if (!Buffer.isBuffer(row?.sealed)) throw new Error('the board has no link')
  expect(await opens(new Secrets(moved.secret).openLinkKey(row.sealed))).toBe(200)
  await second.stop()
})

test('a backup of an older version comes up to this one, under an instance that runs', async () => {
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
  const names = readdirSync(migrations)
    .filter((name) => /^\d/.test(name))
    .sort()
  const kept = join(folder, 'older')
  const old = await emptyDatabase('older')
  await migrate(old, migrations, new Set(names.slice(0, -1)))
  await sql(`INSERT INTO "Person" (id, name, color) VALUES ('${'p'.repeat(21)}', 'Ann', '#123456')`, [], old)
  expect(await runAdmin(old, ['back-up', kept])).toMatchObject({ errors: '', code: 0 })
  expect((await runAdmin(old, ['list'])).errors).toMatch(/another version/)

  const other = await emptyDatabase('newer')
  const first = await startInstance({ databaseUrl: other })
  await Guest.arrive(first.url)
  expect(await runAdmin(other, ['restore', kept, '--replace'])).toMatchObject({ errors: '', code: 0 })
  expect(await sql('SELECT name FROM "Person"', [], other)).toEqual([{ name: 'Ann' }])
  expect((await runAdmin(other, ['list'])).output).toBe('There are no boards.\n')
  await eventually(
    async () => (await (await Guest.arrive(first.url)).request('/api/v1/boards')).status === 200,
    () => 'the instance serves what is there now',
  )
  await first.stop()
})
