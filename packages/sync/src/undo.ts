import {
  type Batch,
  type Change,
  changesOf,
  type DocumentView,
  type ElementId,
  type GestureId,
  type Inverse,
  inverseOps,
  type Op,
  type Rename,
  renamedChanges,
  renamesOf,
} from '@inkwire/board'

/** What one gesture did: one undo step. Plain data, so that it can be stored. */
export interface UndoEntry {
  readonly gesture: GestureId
  /** The changes of each of its batches, oldest first. */
  readonly parts: readonly UndoPart[]
}

export interface UndoPart {
  /** `<actor>/<number>` of the batch. */
  readonly batch: string
  readonly changes: readonly Change[]
}

/** Who makes a batch: a new gesture, or undo or redo. */
export type Origin = 'gesture' | 'undo' | 'redo'

/** Gestures that can be undone; more than anybody goes back step by step, and few enough to be stored. */
const MOST_ENTRIES = 200

type UndoBatch = Pick<Batch, 'actor' | 'number' | 'ops'>

const nameOf = ({ actor, number }: Pick<Batch, 'actor' | 'number'>) => `${actor}/${number}`

/** My gestures, and those that I took back: two stacks. */
export class Undo {
  undoable: readonly UndoEntry[] = []
  redoable: readonly UndoEntry[] = []

  /** Takes down what a batch of mine is about to do. Call it before the batch is folded into `before`. */
  record(before: Pick<DocumentView, 'get' | 'meta'>, gesture: GestureId, batch: UndoBatch, origin: Origin): void {
    const part: UndoPart = { batch: nameOf(batch), changes: changesOf(before, batch) }
    if (origin === 'gesture' && !has(this.undoable, gesture)) this.redoable = []
    if (part.changes.length === 0) return
    if (origin === 'undo') this.redoable = pushed(this.redoable, gesture, part)
    else this.undoable = pushed(this.undoable, gesture, part)
  }

  /**
   * Takes the newest gesture off that there is something left of, with the ops that take it back. `kept` counts over those that
   * were skipped, too.
   */
  take(origin: 'undo' | 'redo', current: Pick<DocumentView, 'get' | 'meta'>): Inverse {
    let kept = 0
    for (;;) {
      const entries = origin === 'undo' ? this.undoable : this.redoable
      const entry = entries.at(-1)
      if (!entry) return { ops: [], revived: [], kept }
      if (origin === 'undo') this.undoable = entries.slice(0, -1)
      else this.redoable = entries.slice(0, -1)
      const inverse = inverseOps(
        entry.parts.map(({ changes }) => changes),
        current,
      )
      kept += inverse.kept
      if (inverse.ops.length > 0) return { ...inverse, kept }
    }
  }

  /** What was taken back is committed as these batches: characters that came back have other ids now. */
  taken(inverse: Inverse, batches: readonly UndoBatch[]): void {
    this.rename(renamesOf(inverse.revived, batches))
  }

  rename(renames: readonly Rename[]): void {
    if (renames.length === 0) return
    const renamed = (entry: UndoEntry): UndoEntry => ({
      ...entry,
      parts: entry.parts.map(({ batch, changes }) => ({ batch, changes: renamedChanges(changes, renames) })),
    })
    this.undoable = this.undoable.map(renamed)
    this.redoable = this.redoable.map(renamed)
  }

  /**
   * Others are about to do this. What they remove stays removed, also where an element of that id had been there before, was
   * removed by me and put back since. Call it before the batch is folded into `before`.
   */
  theirs(before: Pick<DocumentView, 'get'>, ops: readonly Op[]): void {
    const removed = new Set<ElementId>()
    for (const op of ops) if (op.op === 'remove' && before.get(op.id)) removed.add(op.id)
    if (removed.size === 0) return
    const stays = (change: Change) => change.kind !== 'removed' || !removed.has(change.element.id)
    const keep = (entries: readonly UndoEntry[]) =>
      withParts(entries, (parts) =>
        parts
          .map((part) => (part.changes.every(stays) ? part : { ...part, changes: part.changes.filter(stays) }))
          .filter(({ changes }) => changes.length > 0),
      )
    this.undoable = keep(this.undoable)
    this.redoable = keep(this.redoable)
  }

  /** A batch of mine was refused: there is nothing to take back. */
  forget(batch: Pick<Batch, 'actor' | 'number'>): void {
    const name = nameOf(batch)
    const without = (entries: readonly UndoEntry[]) =>
      withParts(entries, (parts) => parts.filter((part) => part.batch !== name))
    this.undoable = without(this.undoable)
    this.redoable = without(this.redoable)
  }

  /** The board is another one now: what was done to the one before must not come back into this one. */
  clear(): void {
    this.undoable = []
    this.redoable = []
  }

  /** Puts what an earlier page load left beneath what this one has done. */
  adopt(earlier: { readonly undo: readonly UndoEntry[]; readonly redo: readonly UndoEntry[] }): void {
    if (this.undoable.length === 0 && this.redoable.length === 0) this.redoable = earlier.redo
    this.undoable = [...earlier.undo, ...this.undoable].slice(-MOST_ENTRIES)
  }
}

/** Entries with fewer parts; those that have none left go. */
function withParts(
  entries: readonly UndoEntry[],
  left: (parts: readonly UndoPart[]) => readonly UndoPart[],
): readonly UndoEntry[] {
  return entries.map((entry) => ({ ...entry, parts: left(entry.parts) })).filter(({ parts }) => parts.length > 0)
}

const has = (entries: readonly UndoEntry[], gesture: GestureId) => entries.some((entry) => entry.gesture === gesture)

function pushed(entries: readonly UndoEntry[], gesture: GestureId, part: UndoPart): readonly UndoEntry[] {
  // Also where others have come since: how a text is cut into lines follows when its font is there.
  if (has(entries, gesture))
    return entries.map((entry) => (entry.gesture === gesture ? { gesture, parts: [...entry.parts, part] } : entry))
  return [...entries, { gesture, parts: [part] }].slice(-MOST_ENTRIES)
}
