import { randomBytes } from 'node:crypto'
import {
  type ActorId,
  BoardDocument,
  type BoardId,
  type Epoch,
  FOLD_VERSION,
  fold,
  type GestureId,
  type Op,
  type PersonId,
  packOps,
} from '@inkwire/board'
import { batchDigest } from '@inkwire/protocol'
import type { Database } from '../../apps/realtime/src/database/database.ts'
import { PostgresLog } from '../../apps/realtime/src/log/postgres-log.ts'
import { refolded } from '../../apps/realtime/src/log/refold.ts'
import { SNAPSHOT_BATCHES, SnapshotWriter } from '../../apps/realtime/src/log/snapshot-writer.ts'
import { foldedDocument } from '../../apps/realtime/src/log/stored-document.ts'

/** Batches that one page load makes before another comes. */
const PER_ACTOR = 1_000
/** ms between two batches. */
const PAUSE = 1_000
/** Snapshots lie so that at the end of a log the newest is as old as it is on average. */
const OFFSET = SNAPSHOT_BATCHES / 2

export interface EmptyBoard {
  readonly board: BoardId
  readonly epoch: Epoch
  readonly person: PersonId
}

interface Row {
  readonly seq: number
  readonly actor: ActorId
  readonly number: number
  readonly at: Date
  readonly gesture: GestureId
  readonly ops: Uint8Array
}

/**
 * Writes a log into a board that has none, as `commit_group` would have written it, and its snapshots, as the service writes them.
 *
 * @returns the document's hash at the end
 */
export async function fillBoard(
  database: Database,
  { board, epoch, person }: EmptyBoard,
  { batches, log }: { readonly batches: number; readonly log: Iterable<readonly Op[]> },
): Promise<string> {
  const report = (message: string) => {
    throw new Error(message)
  }
  const stored = new PostgresLog(database, report)
  const writer = new SnapshotWriter(stored, async (document) => refolded(foldedDocument(document)), report)
  const document = new BoardDocument()
  const begun = Date.now() - batches * PAUSE
  let actor = newActor()
  let seq = 0
  let rows: Row[] = []
  for (const ops of log) {
    const number = (seq % PER_ACTOR) + 1
    if (number === 1) actor = newActor()
    seq++
    fold(document, { actor, number, ops })
    const gesture = randomBytes(16).toString('hex').slice(0, 21) as GestureId
    rows.push({ seq, actor, number, at: new Date(begun + seq * PAUSE), gesture, ops: packOps(ops) })
    if (seq % SNAPSHOT_BATCHES !== OFFSET && seq !== batches) continue
    await write(database, { board, epoch, person }, rows)
    rows = []
    if (seq % SNAPSHOT_BATCHES === OFFSET) await writer.write(board, epoch, seq, document.hash)
  }
  return document.hash
}

async function write(database: Database, { board, person }: EmptyBoard, rows: readonly Row[]): Promise<void> {
  const column = <T>(of: (row: Row) => T) => rows.map(of)
  await database.$executeRaw`
    INSERT INTO "Batch" ("board", "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops")
    SELECT ${board}, seq, actor, number, ${person}, to_timestamp(at / 1000.0), ${FOLD_VERSION}::int, gesture, ops
    FROM unnest(${column(({ seq }) => seq)}::bigint[], ${column(({ actor }) => actor)}::text[], ${column(({ number }) => number)}::int[],
      ${column(({ at }) => at.getTime())}::bigint[], ${column(({ gesture }) => gesture)}::text[],
      ${column(({ ops }) => Buffer.from(ops))}::bytea[]) AS row (seq, actor, number, at, gesture, ops)`
  const last = new Map(rows.map((row) => [row.actor, row] as const))
  for (const { actor, number, seq, gesture, ops } of last.values()) {
    await database.$executeRaw`
      INSERT INTO "Actor" ("board", "actor", "person", "lastNumber", "lastSeq", "lastDigest")
      VALUES (${board}, ${actor}, ${person}, ${number}::int, ${seq}::bigint, ${Buffer.from(batchDigest(gesture, ops))}::bytea)
      ON CONFLICT ("board", "actor") DO UPDATE SET "lastNumber" = EXCLUDED."lastNumber", "lastSeq" = EXCLUDED."lastSeq",
        "lastDigest" = EXCLUDED."lastDigest"`
  }
  await database.$executeRaw`
    UPDATE "BoardHead" SET "head" = ${rows.at(-1)?.seq ?? 0}::bigint, "editedAt" = now() WHERE "board" = ${board}`
}

const newActor = (): ActorId => randomBytes(16).toString('base64url') as ActorId
