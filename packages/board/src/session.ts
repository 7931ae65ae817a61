import type { DocumentView } from './document.ts'
import type { ActorId, ElementId, GestureId } from './ids.ts'
import type { LivePart, Peer, Person } from './live.ts'
import type { Op } from './op.ts'

/** A document in binary. `bytes` is a snapshot (snapshot.ts), to be had for keeps; since then `changed` have changed. */
export interface PackedDocument {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly changed: ReadonlySet<ElementId>
}

/** What undo or redo did. `kept`: elements that it left because others had changed them. */
export type UndoOutcome =
  | { readonly kind: 'done'; readonly touched: readonly ElementId[]; readonly kept: number }
  | { readonly kind: 'nothing' }

/**
 * A board as an editor sees it: the shown document (what is stored, and what I did on top), who else is there, and ways to act.
 * packages/canvas knows only this; packages/sync gives it.
 */
export interface BoardSession extends DocumentView {
  /** The shown document as the server packed it, while that is kept: it is given once. For whoever else needs a copy of all of it. */
  takeSnapshot?(): PackedDocument | undefined
  /**
   * Calls back with a snapshot before this page reads it, so that whoever needs a copy of all of it can read it meanwhile; only where
   * nothing was stored before. What `takeSnapshot` gives then has these very bytes. It may turn out to be damaged, and never be shown.
   */
  onSnapshot?(listener: (bytes: Uint8Array<ArrayBuffer>) => void): () => void
  readonly actor: ActorId
  /** Who I am, as others see me; null until the server has said so. */
  readonly person: Person | null
  readonly canEdit: boolean
  /** The board is on its way: whether I may edit is not known yet, and `canEdit` is false until it is. */
  readonly opening: boolean
  /** Calls back after each change of the shown document, with the ids whose element is another object now, or gone. Returns how to stop it. */
  onChange(listener: (ids: ReadonlySet<ElementId>) => void): () => void
  /** Others' pages that are on this board now. */
  peers(): readonly Peer[]
  /** Calls back when a peer came, went, moved or previews something. A preview that became a batch goes in the same turn as the batch's change. */
  onPeers(listener: () => void): () => void
  /**
   * Makes ops one batch (several, when they are over the limits) of a gesture: shown at once, stored as soon as can be.
   * Does nothing when this person may not edit. Throws when an op is not valid: a fault of the caller.
   */
  commit(gesture: GestureId, ops: readonly Op[]): void
  /** Shows others what is being done. Of parts that pile up, the newest of each kind goes out. */
  live(part: LivePart): void
  /** Takes back my last gesture; never what others did. */
  undo(): UndoOutcome
  redo(): UndoOutcome
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Calls back when canUndo, canRedo, canEdit or opening changed. */
  onState(listener: () => void): () => void
}
