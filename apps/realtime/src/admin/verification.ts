import { BoardDocument, type BoardId, type Epoch, unpackSnapshot } from '@inkwire/board'
import * as z from 'zod'
import type { Database } from '../database/database.ts'
import type { PostgresLog } from '../log/postgres-log.ts'
import { foldRecords } from '../log/refold.ts'

/** Records read at a time. */
const PAGE = 1_000

/** What a look at all of a board's log found. */
export interface Verification {
  /** How many batches were folded. */
  readonly batches: number
  readonly snapshots: number
  readonly hash: string
  /** One line each; none: all is well. */
  readonly faults: readonly string[]
}

const seqs = z.array(z.object({ seq: z.coerce.number() }))
const actors = z.array(z.object({ actor: z.string() }))

/**
 * Folds the whole log of a board anew, from its beginning or its floor, and compares the document with every snapshot on the way.
 * People may draw meanwhile; what comes after the head of the beginning is not looked at. Undefined: no such board.
 */
export async function verifyBoard(
  database: Database,
  log: PostgresLog,
  board: BoardId,
): Promise<Verification | undefined> {
  const head = (await log.heads([board])).get(board)
  if (!head) return undefined
  const stored = seqs.parse(
    await database.$queryRaw`SELECT "seq" FROM "Snapshot" WHERE "board" = ${board} AND "epoch" = ${head.epoch} ORDER BY 1`,
  )
  const faults: string[] = []
  const snapshots = new Map<number, { readonly hash: string; readonly document: BoardDocument | undefined }>()
  const snapshotAt = async (seq: number) => {
    const found = snapshots.get(seq) ?? (await readSnapshot(log, board, head.epoch, seq, faults))
    if (found) snapshots.set(seq, { ...found, document: undefined })
    return found
  }
  // Named versions below the floor: their log is gone, their own hash is what there is.
  for (const { seq } of stored.filter(({ seq }) => seq < head.floor)) await snapshotAt(seq)
  const beginning = head.floor > 0 ? await snapshotAt(head.floor) : undefined
  if (head.floor > 0 && !beginning?.document) faults.push(`the snapshot at the floor, ${head.floor}, is missing`)
  const document = beginning?.document ?? new BoardDocument()
  const checkpoints = new Set(stored.map(({ seq }) => seq).filter((seq) => seq > head.floor && seq <= head.head))
  let last = head.floor
  let batches = 0
  try {
    while (faults.length === 0 && last < head.head) {
      const records = await log.records(board, head.epoch, last, Math.min(PAGE, head.head - last))
      if (records.length === 0) faults.push(`the log ends at ${last}, before its head ${head.head}`)
      for (const record of records) {
        if (record.seq !== last + 1) faults.push(`the log has a hole between ${last} and ${record.seq}`)
        foldRecords(document, [record])
        last = record.seq
        batches++
        if (!checkpoints.has(last)) continue
        const found = await snapshotAt(last)
        if (found && found.hash !== document.hash)
          faults.push(`the snapshot at ${last} has the hash ${found.hash}, the log folds to ${document.hash}`)
      }
    }
  } catch (error) {
    faults.push(`the batch ${last + 1} can't be folded: ${error instanceof Error ? error.message : error}`)
  }
  for (const actor of await wrongActors(database, board))
    faults.push(`the log knows more of the actor ${actor} than its row`)
  return { batches, snapshots: stored.length, hash: document.hash, faults }
}

async function readSnapshot(log: PostgresLog, board: BoardId, epoch: Epoch, seq: number, faults: string[]) {
  const found = await log.snapshot(board, epoch, seq)
  // Thinned out while we looked.
  if (found?.seq !== seq) return undefined
  try {
    const document = unpackSnapshot(found.bytes)
    if (document.hash === found.hash) return { hash: found.hash, document }
    faults.push(`the snapshot at ${seq} is kept under the hash ${found.hash}, and has ${document.hash}`)
  } catch (error) {
    faults.push(`the snapshot at ${seq} can't be read: ${error instanceof Error ? error.message : error}`)
  }
  return undefined
}

/** Actors of whom the log holds batches that their row does not know: sent again, those would be doubled. */
async function wrongActors(database: Database, board: BoardId): Promise<string[]> {
  const rows = await database.$queryRaw`
    SELECT b."actor" FROM "Batch" b LEFT JOIN "Actor" a ON a."board" = b."board" AND a."actor" = b."actor"
    WHERE b."board" = ${board} GROUP BY b."actor", a."lastNumber", a."lastSeq"
    HAVING a."lastNumber" IS NULL OR a."lastNumber" < max(b."number") OR a."lastSeq" < max(b."seq")`
  return actors.parse(rows).map(({ actor }) => actor)
}
