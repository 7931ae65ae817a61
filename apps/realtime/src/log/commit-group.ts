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

/**
 * Commits batches in one statement (prisma/migrations, commit_group), in the order given, with a verdict for each.
 * Throws what the database throws; then nothing is known: the statement may have been committed or not.
 */
export async function commitGroup(database: Database, batches: readonly WaitingBatch[]): Promise<Verdict[]> {
  const column = <T>(pick: (batch: WaitingBatch) => T): T[] => batches.map(pick)
  const rows = z.array(row).parse(
    await database.$queryRaw`SELECT i, verdict, seq, last, at FROM commit_group(
      ${column((batch) => batch.board)}::text[], ${column((batch) => batch.epoch)}::text[],
      ${column((batch) => batch.actor)}::text[], ${column((batch) => batch.person)}::text[],
      ${column((batch) => batch.number)}::int[], ${column((batch) => batch.prev)}::int[],
      ${column((batch) => Buffer.from(batch.digest))}::bytea[], ${column((batch) => batch.accessVersion)}::int[],
      ${column((batch) => batch.foldVersion)}::int[], ${column((batch) => batch.gesture)}::text[],
      ${column((batch) => Buffer.from(batch.ops))}::bytea[])`,
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
