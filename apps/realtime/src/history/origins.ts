import { type BoardId, type ElementId, type Op, unpackOps } from '@inkwire/board'
import type { Deed, OriginBody } from '@inkwire/protocol'
import * as z from 'zod'
import { peopleBehind } from '../accounts/people.ts'
import type { Database } from '../database/database.ts'

/** Batches that one statement looks through: some ten ms. */
const STRETCH = 20_000
/** Of those that mention an element so many are read at a time: others' arrows and parents name it, too. */
const PAGE = 20
/** A search ends after so long, ms, with what it has found: a log of a million batches takes about a second. */
const PATIENCE_MS = 3_000

const rows = z.array(
  z.object({ seq: z.coerce.number(), person: z.string(), at: z.date(), ops: z.instanceof(Uint8Array) }),
)
type Row = z.infer<typeof rows>[number]

/** Which batch put an element first, and which one changed it last: by a search through the log for the bytes of its id. */
export class Origins {
  constructor(
    private readonly database: Database,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Rejects when the database can't be reached. */
  async find(
    board: BoardId,
    element: ElementId,
    range: { readonly floor: number; readonly head: number },
  ): Promise<OriginBody> {
    const until = performance.now() + this.patienceMs
    const last = await this.first(board, element, range, 'backwards', until)
    const begin = last && (await this.first(board, element, { ...range, head: last.seq }, 'forwards', until))
    // What the log begins with after it was pruned is not how the element began.
    const made = begin?.ops.some((op) => op.op === 'put') ? begin : undefined
    const changed = last && last.seq !== made?.seq ? last : undefined
    const people = await peopleBehind(
      this.database,
      [made, changed].flatMap((batch) => batch?.person ?? []),
    )
    const deed = (batch: FoundBatch | undefined): Deed | null => {
      const person = batch && people.get(batch.person)
      return batch && person ? { person, seq: batch.seq, at: batch.at.getTime() } : null
    }
    return { made: deed(made), changed: deed(changed) }
  }

  /** The first batch, in a direction, that does something to an element. */
  private async first(
    board: BoardId,
    element: ElementId,
    { floor, head }: { readonly floor: number; readonly head: number },
    direction: 'forwards' | 'backwards',
    until: number,
  ): Promise<FoundBatch | undefined> {
    let [from, to] = [floor, head]
    while (from < to && performance.now() < until) {
      const [begin, end] =
        direction === 'forwards' ? [from, Math.min(to, from + STRETCH)] : [Math.max(from, to - STRETCH), to]
      const page = await this.mentions(board, element, begin, end, direction)
      for (const row of page) {
        const ops = unpackOps(row.ops).filter((op) => targetOf(op) === element)
        if (ops.length > 0) return { ...row, ops }
      }
      // A full page may have left out others of this stretch.
      const seen = page.length < PAGE ? undefined : page.at(-1)?.seq
      if (direction === 'forwards') from = seen ?? end
      else to = seen === undefined ? begin : seen - 1
    }
    return undefined
  }

  /** Batches after `from`, up to `to`, in which the bytes of an id stand anywhere. */
  private async mentions(
    board: BoardId,
    element: ElementId,
    from: number,
    to: number,
    direction: 'forwards' | 'backwards',
  ): Promise<readonly Row[]> {
    const id = Buffer.from(element)
    return rows.parse(
      direction === 'forwards'
        ? await this.database.$queryRaw`
            SELECT "seq", "person", "at", "ops" FROM "Batch"
            WHERE "board" = ${board} AND "seq" > ${from}::bigint AND "seq" <= ${to}::bigint AND position(${id}::bytea IN "ops") > 0
            ORDER BY "seq" LIMIT ${PAGE}::int`
        : await this.database.$queryRaw`
            SELECT "seq", "person", "at", "ops" FROM "Batch"
            WHERE "board" = ${board} AND "seq" > ${from}::bigint AND "seq" <= ${to}::bigint AND position(${id}::bytea IN "ops") > 0
            ORDER BY "seq" DESC LIMIT ${PAGE}::int`,
    )
  }
}

interface FoundBatch extends Omit<Row, 'ops'> {
  /** Those that are about the element. */
  readonly ops: readonly Op[]
}

function targetOf(op: Op): ElementId | undefined {
  switch (op.op) {
    case 'put':
      return op.element.id
    case 'set':
    case 'splice':
    case 'remove':
    case 'compact':
      return op.id
    case 'meta':
      return undefined
  }
}
