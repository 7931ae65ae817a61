import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { ActorId, BoardId, Epoch, GestureId, PersonId } from '@inkwire/board'
import { batchDigest } from '@inkwire/protocol'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { migrate } from '@inkwire/realtime/database/migrate.ts'
import { commitGroup } from '@inkwire/realtime/log/commit-group.ts'
import type { Verdict, WaitingBatch } from '@inkwire/realtime/log/log.ts'
import { PostgresLog } from '@inkwire/realtime/log/postgres-log.ts'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

let postgres: PostgresServer
let database: Database
let sql: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  await migrate(postgres.url, MIGRATIONS)
  database = openDatabase(postgres.url)
  sql = new pg.Client(postgres.url)
  sql.on('error', () => {})
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await database?.$disconnect()
  await postgres?.stop()
})

const epoch = randomBytes(16).toString('base64url') as Epoch
const newActor = (): ActorId => randomBytes(16).toString('base64url') as ActorId
const person = nanoid() as PersonId

async function newBoard(): Promise<BoardId> {
  const board = nanoid() as BoardId
  await sql.query('INSERT INTO "BoardHead" ("board", "epoch") VALUES ($1, $2)', [board, epoch])
  return board
}

function batch(board: BoardId, actor: ActorId, number: number, change: Partial<WaitingBatch> = {}): WaitingBatch {
  const gesture = (change.gesture ?? nanoid()) as GestureId
  const ops = change.ops ?? new TextEncoder().encode(`${actor} ${number}`)
  return {
    board, epoch, actor, person, number, prev: number - 1, digest: batchDigest(gesture, ops), accessVersion: 1,
    foldVersion: 1, gesture, ops, ...change,
  } // biome-ignore format: one row of names
}

/** What must hold of every log, whatever happened. */
async function expectSoundLog(board: BoardId): Promise<number> {
  const { rows } = await sql.query<{ seq: string; actor: string; number: number }>(
    'SELECT "seq", "actor", "number" FROM "Batch" WHERE "board" = $1 ORDER BY "seq"',
    [board],
  )
  const head = await sql.query<{ head: string }>('SELECT "head" FROM "BoardHead" WHERE "board" = $1', [board])
  expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, i) => i + 1))
  expect(Number(head.rows[0]?.head)).toBe(rows.length)
  const last = new Map<string, number>()
  for (const { actor, number } of rows) {
    expect(number).toBeGreaterThan(last.get(actor) ?? 0)
    last.set(actor, number)
  }
  return rows.length
}

describe('commit_group', () => {
  let board: BoardId
  let actor: ActorId
  const commit = async (...batches: WaitingBatch[]): Promise<Verdict[]> => commitGroup(database, batches)

  beforeEach(async () => {
    board = await newBoard()
    actor = newActor()
  })

  test('gives consecutive seqs in the order of the group', async () => {
    const other = newActor()
    const verdicts = await commit(batch(board, actor, 1), batch(board, other, 1), batch(board, actor, 2))
    expect(verdicts).toMatchObject([
      { kind: 'committed', seq: 1 },
      { kind: 'committed', seq: 2 },
      { kind: 'committed', seq: 3 },
    ])
    expect(await expectSoundLog(board)).toBe(3)
  })

  test('a batch sent again is answered with its first seq, the last one and older ones alike, in one group too', async () => {
    const [one, two, three] = [batch(board, actor, 1), batch(board, actor, 2), batch(board, actor, 3)]
    await commit(one, two)
    expect(await commit(one, two, three, three)).toMatchObject([
      { kind: 'duplicate', seq: 1 },
      { kind: 'duplicate', seq: 2 },
      { kind: 'committed', seq: 3 },
      { kind: 'duplicate', seq: 3 },
    ])
    expect(await expectSoundLog(board)).toBe(3)
  })

  test('the same number with other content is a conflict, the last one and older ones alike', async () => {
    await commit(batch(board, actor, 1), batch(board, actor, 2))
    const other = new TextEncoder().encode('something else')
    expect(await commit(batch(board, actor, 1, { ops: other }), batch(board, actor, 2, { ops: other }))).toEqual([
      { kind: 'conflict' },
      { kind: 'conflict' },
    ])
    expect(await expectSoundLog(board)).toBe(2)
  })

  test('a batch whose predecessor is missing waits; a number that was refused may be skipped', async () => {
    expect(await commit(batch(board, actor, 2))).toEqual([{ kind: 'out_of_order', last: 0 }])
    expect(await commit(batch(board, actor, 3, { prev: 0 }), batch(board, actor, 4, { prev: 2 }))).toMatchObject([
      { kind: 'committed', seq: 1 },
      { kind: 'out_of_order', last: 3 },
    ])
    expect(await expectSoundLog(board)).toBe(1)
  })

  test('another epoch, an unknown board, a changed access, a foreign actor', async () => {
    await commit(batch(board, actor, 1))
    await sql.query('UPDATE "BoardHead" SET "accessVersion" = 2 WHERE "board" = $1', [board])
    const otherEpoch = randomBytes(16).toString('base64url') as Epoch
    expect(
      await commit(
        batch(board, actor, 2, { epoch: otherEpoch }),
        batch(nanoid() as BoardId, actor, 1),
        batch(board, actor, 2),
        batch(board, actor, 2, { person: nanoid() as PersonId, accessVersion: 2 }),
        batch(board, actor, 2, { accessVersion: 2 }),
      ),
    ).toMatchObject([
      { kind: 'wrong_epoch' },
      { kind: 'unknown' },
      { kind: 'recheck' },
      { kind: 'foreign' },
      { kind: 'committed', seq: 2 },
    ])
  })

  test('the stored time is the one that was answered', async () => {
    const [verdict] = await commit(batch(board, actor, 1))
    const [record] = await new PostgresLog(database, () => {}).records(board, epoch, 0, 10)
    expect(verdict).toMatchObject({ kind: 'committed', at: record?.at })
    const otherEpoch = randomBytes(16).toString('base64url') as Epoch
    expect(await new PostgresLog(database, () => {}).records(board, otherEpoch, 0, 10)).toEqual([])
  })
})

describe('under fire', () => {
  test('several connections, several boards in changing order, racing duplicates: no hole, no double, no deadlock', async () => {
    const boards = await Promise.all(Array.from({ length: 6 }, newBoard))
    const actors = Array.from({ length: 3 }, newActor)
    const numbers = 60
    // The same batches from four connections at once, each with groups in its own order of boards.
    const batches = boards.map((board) =>
      actors.map((actor) => Array.from({ length: numbers }, (_, i) => batch(board, actor, i + 1))),
    )
    const committed = new Map<string, number>()
    const writer = async (turn: number) => {
      const order = boards.map((_, i) => (i * (turn % 2 ? 5 : 1) + turn) % boards.length)
      for (let number = 0; number < numbers; number++) {
        const group = order
          .flatMap((i) => actors.map((_, k) => batches[i]?.[k]?.[number]))
          .filter((one) => one !== undefined)
        const verdicts = await commitGroup(database, group)
        verdicts.forEach((verdict, i) => {
          const one = group[i]
          expect(verdict.kind === 'committed' || verdict.kind === 'duplicate').toBe(true)
          if (!one || (verdict.kind !== 'committed' && verdict.kind !== 'duplicate')) return
          const key = `${one.board} ${one.actor} ${one.number}`
          expect(committed.get(key) ?? verdict.seq).toBe(verdict.seq)
          committed.set(key, verdict.seq)
        })
      }
    }
    await Promise.all([0, 1, 2, 3].map(writer))
    for (const board of boards) expect(await expectSoundLog(board)).toBe(actors.length * numbers)
  })

  test('backends that are killed in the midst of commits: what was acknowledged is there, once, and all arrives in the end', async () => {
    const board = await newBoard()
    const log = new PostgresLog(database, () => {})
    let killing = true
    let killed = 0
    const killer = (async () => {
      while (killing) {
        const { rows } = await sql.query<{ killed: boolean }>(
          `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        )
        killed += rows.length
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
    })()
    const acknowledged = new Map<string, number>()
    const writer = async () => {
      const actor = newActor()
      for (let number = 1; number <= 40; number++) {
        const one = batch(board, actor, number)
        for (;;) {
          const verdict = await log.commit(one)
          if (verdict.kind === 'committed' || verdict.kind === 'duplicate') {
            acknowledged.set(`${actor} ${number}`, verdict.seq)
            break
          }
          expect(verdict.kind).toBe('busy')
        }
      }
    }
    await Promise.all(Array.from({ length: 5 }, writer))
    killing = false
    await killer
    expect(killed).toBeGreaterThan(5)
    expect(await expectSoundLog(board)).toBe(200)
    const { rows } = await sql.query<{ seq: string; actor: string; number: number }>(
      'SELECT "seq", "actor", "number" FROM "Batch" WHERE "board" = $1',
      [board],
    )
    for (const row of rows) expect(acknowledged.get(`${row.actor} ${row.number}`)).toBe(Number(row.seq))
  })

  test('an instance that froze in its transaction holds a board for 2 s at most', async () => {
    const board = await newBoard()
    const frozen = new pg.Client(postgres.url)
    frozen.on('error', () => {})
    await frozen.connect()
    await frozen.query('BEGIN')
    await frozen.query('SELECT 1 FROM "BoardHead" WHERE "board" = $1 FOR UPDATE', [board])
    const log = new PostgresLog(database, () => {})
    const one = batch(board, newActor(), 1)
    let verdict = await log.commit(one)
    while (verdict.kind === 'busy') verdict = await log.commit(one)
    expect(verdict).toMatchObject({ kind: 'committed', seq: 1 })
    await frozen.end()
  })
})

describe('content that the database refuses', () => {
  test('only the culprit is refused, the others of its group are committed', async () => {
    const board = await newBoard()
    const log = new PostgresLog(database, () => {})
    const actors = Array.from({ length: 7 }, newActor)
    const verdicts = await Promise.all(
      actors.map((actor, i) =>
        // PostgreSQL's text can't hold a zero character; the gateway never lets one through.
        log.commit(batch(board, actor, 1, i === 3 ? { gesture: 'a\u0000b' as GestureId } : {})),
      ),
    )
    expect(verdicts.map((verdict) => verdict.kind)).toEqual(actors.map((_, i) => (i === 3 ? 'invalid' : 'committed')))
    expect(await expectSoundLog(board)).toBe(6)
  })
})
