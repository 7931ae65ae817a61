import type { BoardId, Epoch, Person } from '@inkwire/board'
import type { Role } from '@inkwire/protocol'

/** What a board was called when it was last open here, who I was on it, and what I might do. */
export interface CopyStanding {
  readonly name: string
  readonly role: Role
  readonly person: Person
}

/** A document as it was at a seq: a snapshot, and the records after it. */
export interface CopyBase {
  readonly seq: number
  /** Of the document. */
  readonly hash: string
  /** A snapshot; null: the empty document, at seq 0. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
}

/** Records that follow each other, packed (packages/protocol, record.ts). */
export interface CopyTail {
  /** Seqs of the first and the last. */
  readonly from: number
  readonly to: number
  readonly records: Uint8Array
  /** Of the document after the last one. */
  readonly hash: string
}

/** A board as this browser last had it. */
export interface BoardCopy extends CopyStanding {
  readonly epoch: Epoch
  readonly base: CopyBase
  /** In order; two may overlap, where two tabs wrote. */
  readonly tails: readonly CopyTail[]
}

/** More of a board that is to be kept. */
export interface CopyPart extends CopyStanding {
  readonly epoch: Epoch
  /** Takes the place of what was kept before. */
  readonly base?: CopyBase
  /** Follows what was kept before. */
  readonly tail?: CopyTail
}

/** A board that opens without a network. */
export interface KnownBoard {
  readonly board: BoardId
  readonly name: string
  /** ms since 1970. */
  readonly openedAt: number
}

/**
 * Boards that were open in this browser, kept so that they open without a network, and at once. Only copies: losing one loses
 * nothing. No call rejects; where they can't be kept there are none.
 */
export interface BoardCopies {
  has(board: BoardId): Promise<boolean>
  /** Last opened first. */
  list(): Promise<readonly KnownBoard[]>
  /** What is kept of a board; it counts as opened now. */
  open(board: BoardId): Promise<BoardCopy | undefined>
  /** False where nothing could be kept, or the part doesn't follow what is there: go on with a new base. */
  keep(board: BoardId, part: CopyPart): Promise<boolean>
  forget(board: BoardId): Promise<void>
  /** The page is done with it. */
  release(): void
}
