import * as z from 'zod'
import type { Database } from '../database/database.ts'
import type { Verdict, WaitingBatch } from './log.ts'

const row = z.object({
  i: z.number(),
  verdict: z.enum([
    'committed',
    'duplicate',
    'conflict',
    'foreign',
    'out_of_order',
    'recheck',
    'wrong_epoch',
    'unknown',
  ]),
  seq: z.nullable(z.coerce.number()),
  last: z.nullable(z.number()),
  at: z.nullable(z.coerce.number()),
})

const COMMIT = `SELECT i, verdict, seq, last, at FROM commit_group(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::bytea[], $8::int[], $9::int[], $10::text[], $11::bytea[])`

/**
 * Commits batches in one statement (prisma/migrations, commit_group), in the order given, with a verdict for each.
 * Throws what the database throws; then nothing is known: the statement may have been committed or not.
 */
export async function commitGroup(database: Database, batches: readonly WaitingBatch[]): Promise<Verdict[]> {
  const column = <T>(pick: (batch: WaitingBatch) => T): T[] => batches.map(pick)
  const rows = z
    .array(row)
    .parse(
      await database.ask(COMMIT, [
        column((batch) => batch.board),
        column((batch) => batch.epoch),
        column((batch) => batch.actor),
        column((batch) => batch.person),
        column((batch) => batch.number),
        column((batch) => batch.prev),
        column((batch) => Buffer.from(batch.digest)),
        column((batch) => batch.accessVersion),
        column((batch) => batch.foldVersion),
        column((batch) => batch.gesture),
        column((batch) => Buffer.from(batch.ops)),
      ]),
    )
  const verdicts = new Map(rows.map((answer) => [answer.i, toVerdict(answer)]))
  return batches.map((_, i) => verdicts.get(i + 1) ?? { kind: 'busy' })
}

function toVerdict({ verdict, seq, last, at }: z.infer<typeof row>): Verdict {
  switch (verdict) {
    case 'committed':
      return { kind: 'committed', seq: seq ?? 0, at: at ?? 0 }
    case 'duplicate':
      return { kind: 'duplicate', seq: seq ?? 0 }
    case 'out_of_order':
      return { kind: 'out_of_order', last: last ?? 0 }
    default:
      return { kind: verdict }
  }
}
