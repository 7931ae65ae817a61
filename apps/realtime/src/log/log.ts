import type { ActorId, BoardId, ElementId, Epoch, GestureId, PersonId } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'

/** A batch that was checked and waits to be committed. */
export interface WaitingBatch {
  readonly board: BoardId
  readonly epoch: Epoch
  readonly actor: ActorId
  readonly person: PersonId
  readonly number: number
  readonly prev: number
  readonly digest: Uint8Array
  /** Of the role that allowed it: if access changed since, the verdict is `recheck`. */
  readonly accessVersion: number
  readonly foldVersion: number
  readonly gesture: GestureId
  readonly ops: Uint8Array
}

/** What became of a batch. Only `committed` and `duplicate` mean that it is in the log. */
export type Verdict =
  | { readonly kind: 'committed'; readonly seq: number; readonly at: number }
  | { readonly kind: 'duplicate'; readonly seq: number }
  | { readonly kind: 'out_of_order'; readonly last: number }
  /** Its number is in the log with another content. */
  | { readonly kind: 'conflict' }
  /** The actor is another person's. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'recheck' }
  | { readonly kind: 'wrong_epoch' }
  | { readonly kind: 'unknown' }
  /** The database refused its content. */
  | { readonly kind: 'invalid' }
  /** No room on the database's disk: not in the log; send it again later. */
  | { readonly kind: 'full' }
  /** The database can't be reached or is overrun: not known to be in the log; send it again. */
  | { readonly kind: 'busy' }

/** Where the log of a board stands. */
export interface Head {
  readonly epoch: Epoch
  readonly head: number
  /** Pruned up to here: only what comes after it can be read. 0: nothing is pruned. */
  readonly floor: number
  readonly accessVersion: number
}

/** A stored snapshot. */
export interface StoredSnapshot {
  readonly epoch: Epoch
  readonly seq: number
  readonly hash: string
  readonly bytes: Uint8Array
}

/** A snapshot that is to be stored. */
export interface NewSnapshot extends StoredSnapshot {
  readonly elements: number
  readonly schema: number
}

/** The logs of all boards, as the rest of the service sees them. Reads throw when the database can't be reached; commits never do. */
export interface Log {
  commit(batch: WaitingBatch): Promise<Verdict>
  heads(boards: readonly BoardId[]): Promise<ReadonlyMap<BoardId, Head>>
  /** Records of an epoch after a seq, in order, `limit` at most; none when the board's log is of another epoch by now, or pruned beyond that seq. */
  records(board: BoardId, epoch: Epoch, after: number, limit: number): Promise<BatchRecord[]>
  /** The newest snapshot of an epoch, up to `atMost` where that is given. */
  snapshot(board: BoardId, epoch: Epoch, atMost?: number): Promise<StoredSnapshot | undefined>
  /** Elements of a board that were erased for good. */
  erased(board: BoardId): Promise<ReadonlySet<ElementId>>
  /** Keeps a snapshot; one that another instance has written already stays. Older ones may go, as long as enough are left. */
  keepSnapshot(board: BoardId, snapshot: NewSnapshot): Promise<void>
}
