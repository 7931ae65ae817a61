import type { ActorId, BoardSession, Element, ElementId, Peer, Person, Props, UndoOutcome } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import type { PastDocument } from './past-document.ts'

const NOBODY: readonly Peer[] = []
const NOTHING: UndoOutcome = { kind: 'nothing' }
const never = () => () => {}

/** A board as it was, for an editor: it can be looked at and not changed, and nobody else is there. */
export class HistoryBoard implements BoardSession {
  readonly person: Person | null = null
  readonly canEdit = false
  readonly opening = false
  readonly canUndo = false
  readonly canRedo = false
  private readonly listeners = new Set<(ids: ReadonlySet<ElementId>) => void>()

  constructor(
    readonly actor: ActorId,
    private shown: PastDocument,
  ) {}

  /** What is shown. It becomes another one as time goes on: copy it to keep it. */
  get document(): PastDocument {
    return this.shown
  }

  /** Shows another document, which is this board's from now on. */
  show(document: PastDocument): void {
    const changed = document.takeOver(this.shown)
    this.shown = document
    this.tell(changed)
  }

  /** Folds the records that follow. */
  advance(records: readonly BatchRecord[]): void {
    const changed = new Set<ElementId>()
    for (const record of records) for (const id of this.shown.fold(record)) changed.add(id)
    this.tell(changed)
  }

  get(id: ElementId): Element | undefined {
    return this.shown.get(id)
  }

  elements(): Iterable<Element> {
    return this.shown.elements()
  }

  get size(): number {
    return this.shown.size
  }

  get meta(): Props {
    return this.shown.meta
  }

  onChange(listener: (ids: ReadonlySet<ElementId>) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  peers(): readonly Peer[] {
    return NOBODY
  }

  readonly onPeers = never
  readonly onState = never

  commit(): void {}

  live(): void {}

  undo(): UndoOutcome {
    return NOTHING
  }

  redo(): UndoOutcome {
    return NOTHING
  }

  private tell(changed: ReadonlySet<ElementId>): void {
    for (const listener of this.listeners) listener(changed)
  }
}
