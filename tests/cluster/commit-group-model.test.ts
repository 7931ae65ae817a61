import { fileURLToPath } from 'node:url'
import type { ActorId, BoardId, Epoch, GestureId, PersonId } from '@inkwire/board'
import { batchDigest } from '@inkwire/protocol'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { migrate } from '@inkwire/realtime/database/migrate.ts'
import { commitGroup } from '@inkwire/realtime/log/commit-group.ts'
import type { Verdict, WaitingBatch } from '@inkwire/realtime/log/log.ts'
import { PostgresLog } from '@inkwire/realtime/log/postgres-log.ts'
import { Pruning } from '@inkwire/realtime/upkeep/pruning.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { ModelDatabase } from '../simulator/model-database.ts'
import { Seeded } from '../simulator/seeded.ts'

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
const GROUPS = 300

let postgres: PostgresServer
let database: Database
let sql: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  await migrate(postgres.url, MIGRATIONS)
  database = openDatabase(postgres.url)
  sql = new pg.Client(postgres.url)
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await database?.$disconnect()
  await postgres?.stop()
})

const name = (text: string, length = 21): string => text.padEnd(length, '_')

test("the simulator's model of commit_group and the real one give the same verdicts and the same log", async () => {
  const random = new Seeded(20_261_123)
  const model = new ModelDatabase()
  const epochs = ['A', 'B'].map((letter) => `${letter.repeat(21)}A` as Epoch)
  const boards = ['one', 'two'].map((board) => name(board) as BoardId)
  const [first] = epochs
  if (!first) throw new Error('there is an epoch')
  for (const board of boards) {
    model.create(board, first)
    await sql.query('INSERT INTO "BoardHead" ("board", "epoch") VALUES ($1, $2)', [board, first])
  }
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = random.pick(items)
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  const next = (): WaitingBatch => {
    const board = random.chance(0.03) ? (name('none') as BoardId) : pick(boards)
    const actor = `${pick(['P', 'Q', 'R']).repeat(21)}A` as ActorId
    const last = model.boards.get(board)?.actors.get(actor)?.lastNumber ?? 0
    const number = Math.max(1, last + random.between(-2, 2))
    const prev = random.chance(0.7) ? last : Math.max(0, number - 1)
    // Mostly what the number stands for; sometimes another content.
    const ops = new TextEncoder().encode(`${actor}${number}${random.chance(0.1) ? 'other' : ''}`)
    const gesture = name(`gesture${number}`) as GestureId
    return {
      board, actor, number, prev, ops, gesture, foldVersion: 1, digest: batchDigest(gesture, ops),
      epoch: random.chance(0.05) ? pick(epochs) : first,
      person: name(random.chance(0.05) ? 'somebody' : `person${actor[0]}`) as PersonId,
      accessVersion: random.chance(0.05) ? 2 : 1,
    } // biome-ignore format: one row of names
  }
  const log = new PostgresLog(database, () => {})
  // What the batches hold is no matter here, so neither is what a snapshot of them holds.
  const pruning = new Pruning(database, log, async () => ({
    schema: 1,
    hash: '',
    elements: 0,
    bytes: new Uint8Array(),
  }))
  const prune = async (board: BoardId) => {
    const head = (await log.heads([board])).get(board)
    if (!head) throw new Error('the board is there')
    const target = random.between(head.floor, head.head)
    if (target === head.floor) return
    await pruning.pruneTo({ board, ...head }, target)
    model.keepSnapshot(board, { epoch: head.epoch, seq: target, hash: '', bytes: new Uint8Array() })
    model.prune(board, target)
  }
  const seen = new Map<string, number>()
  for (let group = 0; group < GROUPS; group++) {
    if (random.chance(0.1)) await prune(pick(boards))
    const batches = Array.from({ length: random.between(1, 8) }, next)
    const real = await commitGroup(database, batches)
    const modelled = model.commitGroup(batches, 0)
    expect(real.map(timeless)).toEqual(modelled.map(timeless))
    for (const { kind } of real) seen.set(kind, (seen.get(kind) ?? 0) + 1)
  }
  for (const kind of [
    'committed',
    'duplicate',
    'conflict',
    'foreign',
    'out_of_order',
    'recheck',
    'wrong_epoch',
    'unknown',
  ])
    expect(seen.get(kind), kind).toBeGreaterThan(5)
  for (const board of boards) {
    const { rows } = await sql.query<{ seq: string; actor: string; number: number }>(
      'SELECT "seq", "actor", "number" FROM "Batch" WHERE "board" = $1 ORDER BY "seq"',
      [board],
    )
    const floor = model.boards.get(board)?.floor ?? 0
    expect(floor).toBeGreaterThan(0)
    const left = model.records(board, first, floor, Number.MAX_SAFE_INTEGER)
    expect(rows.map((row) => [Number(row.seq), row.actor, row.number])).toEqual(
      left.map(({ seq, actor, number }) => [seq, actor, number]),
    )
  }
})

const timeless = (verdict: Verdict): object => ('at' in verdict ? { ...verdict, at: 0 } : verdict)
