import type { BoardId, Epoch, Person, PersonId } from '@inkwire/board'
import * as z from 'zod/mini'
import { name } from './name.ts'

/** HTTP of a board's history: what its log held at any seq, for whoever may view the board. */

/** GET /boards/:id/history?parts=200 */
export interface HistoryBody {
  readonly epoch: Epoch
  /** The newest batch; 0: nothing was drawn yet. */
  readonly head: number
  /** The oldest seq whose document can be shown: 0, or where the log was pruned. */
  readonly floor: number
  /** The log from `floor` to `head`, cut into so many parts of equal length at most. */
  readonly parts: readonly HistoryPart[]
  /** Everybody who drew on the board; of more than 5,000 some. */
  readonly people: readonly Person[]
  /** Oldest seq first; some may lie below `floor`, and can be shown all the same. */
  readonly versions: readonly BoardVersion[]
}

/** Consecutive batches of the log. */
export interface HistoryPart {
  /** The seqs of its first and its last batch. */
  readonly from: number
  readonly to: number
  /** When those were committed, ms since 1970. */
  readonly fromAt: number
  readonly toAt: number
  /** Who made most of its batches, most first; of a long log by a sample of them. */
  readonly people: readonly PersonId[]
}

/** A seq that somebody gave a name. */
export interface BoardVersion {
  readonly id: string
  readonly seq: number
  readonly name: string
  /** When it was named, ms since 1970. */
  readonly at: number
  /** Who named it. */
  readonly person: Person
}

/** POST /boards/:id/versions (201) and PATCH /boards/:id/versions/:version, for whoever may edit the board; DELETE answers 204. */
export interface VersionBody {
  readonly version: BoardVersion
}

export const newVersion = z.object({ name, seq: z.int().check(z.minimum(0)) })
export type NewVersion = z.infer<typeof newVersion>
export const versionChange = z.object({ name })
export type VersionChange = z.infer<typeof versionChange>

/** GET /boards/:id/elements/:element/origin: who drew an element; null where the log doesn't tell (any more). */
export interface OriginBody {
  readonly made: Deed | null
  /** The last batch that changed it since. */
  readonly changed: Deed | null
}

/** A batch that did something to an element. */
export interface Deed {
  readonly person: Person
  readonly seq: number
  /** ms since 1970 */
  readonly at: number
}

/** The address of a board's document at a seq, as a snapshot's bytes. With its epoch, as what is there then never changes. */
export function pastDocumentPath(board: BoardId, epoch: Epoch, seq: number): string {
  return `/api/v1/boards/${board}/history/${seq}?epoch=${epoch}`
}

/** The address of the records after a seq, packed (record.ts): `limit` at most, and fewer where they are large. */
export function pastRecordsPath(board: BoardId, epoch: Epoch, after: number, limit: number): string {
  return `/api/v1/boards/${board}/history/${after}/records?epoch=${epoch}&limit=${limit}`
}
