import type { BoardId, Person } from '@inkwire/board'
import type { HistoryPart } from '@inkwire/protocol'
import * as z from 'zod'
import { peopleBehind } from '../accounts/people.ts'
import type { Database } from '../database/database.ts'

/** Batches that are looked at, of however many there are: so many are found by their seqs in some ten ms. */
const SAMPLE = 4_000
/** People that a part tells of: more can't be told apart in its few pixels. */
const PEOPLE = 4
/** More than one school; of a public board with more people some stay without a name. */
const MOST_PEOPLE = 5_000

export interface Timeline {
  readonly parts: readonly HistoryPart[]
  readonly people: readonly Person[]
}

/** The seqs of a part's first and last batch. */
export interface PartBounds {
  readonly from: number
  readonly to: number
}

/** Cuts the seqs after `floor` up to `head` into `count` parts of equal length, or fewer where there are not as many. */
export function partsOf(floor: number, head: number, count: number): readonly PartBounds[] {
  const length = head - floor
  const parts = Math.min(count, length)
  const end = (i: number) => floor + Math.floor((i * length) / parts)
  return Array.from({ length: Math.max(0, parts) }, (_, i) => ({ from: end(i) + 1, to: end(i + 1) }))
}

/** Seqs of all parts, evenly spread, the first and the last of each among them; all seqs where there are few. */
export function sampleOf(parts: readonly PartBounds[], most = SAMPLE): readonly number[] {
  const each = Math.max(2, Math.floor(most / Math.max(1, parts.length)))
  return parts.flatMap(({ from, to }) => {
    const count = Math.min(each, to - from + 1)
    return Array.from(
      { length: count },
      (_, i) => from + (count === 1 ? 0 : Math.round((i * (to - from)) / (count - 1))),
    )
  })
}

const rows = z.array(
  z.object({ part: z.number(), person: z.string(), first: z.date(), last: z.date(), batches: z.number() }),
)

/** Who drew when, in parts: by a sample of the batches, so that a log of a million is told as fast as one of ten thousand. */
export async function timelineOf(
  database: Database,
  board: BoardId,
  range: { readonly floor: number; readonly head: number; readonly parts: number },
): Promise<Timeline> {
  const bounds = partsOf(range.floor, range.head, range.parts)
  const found = rows.parse(
    await database.$queryRaw`
      SELECT width_bucket("seq", ${bounds.map(({ from }) => BigInt(from))}::bigint[]) - 1 AS part, "person",
        min("at") AS first, max("at") AS last, count(*)::int AS batches
      FROM "Batch" WHERE "board" = ${board} AND "seq" = ANY (${sampleOf(bounds).map(BigInt)}::bigint[])
      GROUP BY 1, 2 ORDER BY 1, batches DESC, "person"`,
  )
  const people = await peopleBehind(database, [
    ...found.map(({ person }) => person),
    ...(await everybodyOf(database, board)),
  ])
  const parts = bounds.flatMap((part, i): HistoryPart[] => {
    const mine = found.filter((row) => row.part === i)
    if (mine.length === 0) return []
    return [
      {
        ...part,
        fromAt: Math.min(...mine.map(({ first }) => first.getTime())),
        toAt: Math.max(...mine.map(({ last }) => last.getTime())),
        people: [...new Set(mine.flatMap(({ person }) => people.get(person)?.id ?? []))].slice(0, PEOPLE),
      },
    ]
  })
  const byId = new Map([...people.values()].map((person) => [person.id, person]))
  return { parts, people: [...byId.values()] }
}

const personRows = z.array(z.object({ person: z.string() }))

/** Whoever has a batch in the log: also those that no part tells of. */
async function everybodyOf(database: Database, board: BoardId): Promise<readonly string[]> {
  const found =
    await database.$queryRaw`SELECT DISTINCT "person" FROM "Actor" WHERE "board" = ${board} LIMIT ${MOST_PEOPLE}::int`
  return personRows.parse(found).map(({ person }) => person)
}
