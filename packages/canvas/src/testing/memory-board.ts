import {
  type ActorId,
  BoardDocument,
  type BoardSession,
  type Element,
  type ElementId,
  fold,
  type GestureId,
  type LivePart,
  type Op,
  Overlay,
  opProblem,
  type Peer,
  type Person,
  type PersonId,
  packPoints,
  type TrailPoint,
  translated,
  type UndoOutcome,
} from '@inkwire/board'

/** Width of every character, in font sizes: tests don't depend on the machine's fonts. */
export const evenMeasure = (text: string, _font: string, fontSize: number): number => text.length * fontSize * 0.5

/** A board in memory that several sessions share: the real fold, and no way between them that could be slow. */
export class MemoryBoard {
  readonly document = new BoardDocument()
  readonly sessions: MemorySession[] = []

  join(name: string): MemorySession {
    const session = new MemorySession(this, name, this.sessions.length)
    this.sessions.push(session)
    return session
  }

  commit(by: MemorySession, number: number, ops: readonly Op[]): void {
    const ids = fold(this.document, { actor: by.actor, number, ops })
    for (const session of this.sessions) session.changed(ids, by)
  }

  spread(by: MemorySession): void {
    for (const session of this.sessions) if (session !== by) session.peersChanged()
  }
}

export class MemorySession implements BoardSession {
  readonly actor: ActorId
  readonly person: Person
  canEdit = true
  opening = false
  canUndo = false
  canRedo = false
  /** All that was committed, in order. */
  readonly batches: { readonly gesture: GestureId; readonly ops: readonly Op[] }[] = []
  readonly parts: LivePart[] = []
  cursor: Peer['cursor']
  selection: readonly ElementId[] = []
  trail: readonly TrailPoint[] = []
  preview = new Map<ElementId, Element | undefined>()
  private readonly drawn = new Map<ElementId, { x: number; y: number; pressure: number }[]>()
  private readonly changeListeners = new Set<(ids: ReadonlySet<ElementId>) => void>()
  private readonly peerListeners = new Set<() => void>()
  private readonly stateListeners = new Set<() => void>()

  constructor(
    private readonly board: MemoryBoard,
    name: string,
    index: number,
  ) {
    this.actor = `${name.padEnd(21, '_').slice(0, 21)}A` as ActorId
    const color = ['#3565D6', '#C83E86', '#2F8F5B'][index % 3] ?? '#3565D6'
    this.person = { id: this.actor.slice(0, 21) as PersonId, name, color }
  }

  get(id: ElementId): Element | undefined {
    return this.board.document.get(id)
  }

  elements(): Iterable<Element> {
    return this.board.document.elements()
  }

  get size(): number {
    return this.board.document.size
  }

  get meta() {
    return this.board.document.meta
  }

  onChange(listener: (ids: ReadonlySet<ElementId>) => void): () => void {
    this.changeListeners.add(listener)
    return () => this.changeListeners.delete(listener)
  }

  onPeers(listener: () => void): () => void {
    this.peerListeners.add(listener)
    return () => this.peerListeners.delete(listener)
  }

  onState(listener: () => void): () => void {
    this.stateListeners.add(listener)
    return () => this.stateListeners.delete(listener)
  }

  peers(): readonly Peer[] {
    return this.board.sessions
      .filter((session) => session !== this)
      .map(({ actor, person, cursor, selection, trail, preview }) => ({
        actor,
        person,
        cursor,
        selection,
        trail,
        preview,
      }))
  }

  commit(gesture: GestureId, ops: readonly Op[]): void {
    for (const op of ops) {
      const problem = opProblem(op)
      if (problem) throw new Error(problem)
    }
    if (!this.canEdit) return
    this.batches.push({ gesture, ops })
    this.clearPreview()
    this.board.commit(this, this.batches.length, ops)
  }

  live(part: LivePart): void {
    this.parts.push(part)
    switch (part.kind) {
      case 'cursor':
        this.cursor = { x: part.x, y: part.y, at: 0 }
        break
      case 'away':
        this.cursor = undefined
        break
      case 'selection':
        this.selection = part.ids
        break
      case 'stroke': {
        const points = [...(this.drawn.get(part.id) ?? []).slice(0, part.from), ...part.points]
        this.drawn.set(part.id, points)
        const { id, x, y, color, width, zoom } = part
        const packed = packPoints(points, zoom)
        this.preview.set(id, { id, type: 'stroke', order: 'zz', x, y, color, width, points: packed })
        break
      }
      case 'preview': {
        const overlay = new Overlay(this.board.document)
        fold(overlay, { actor: this.actor, number: 1_000_000, ops: part.ops })
        for (const [id, element] of overlay.changed) this.preview.set(id, element)
        break
      }
      case 'drag':
        for (const id of part.ids) {
          const element = this.get(id)
          if (element) this.preview.set(id, { ...element, ...translated(element, part.dx, part.dy) } as Element)
        }
        break
      case 'laser':
        this.trail = [...this.trail, ...part.points.map(({ x, y }) => ({ x, y, trail: part.trail, at: 0 }))]
        break
      case 'cancel':
        this.clearPreview()
        break
    }
    this.board.spread(this)
  }

  undo(): UndoOutcome {
    return { kind: 'nothing' }
  }

  redo(): UndoOutcome {
    return { kind: 'nothing' }
  }

  setCanEdit(canEdit: boolean): void {
    this.canEdit = canEdit
    this.opening = false
    for (const listener of this.stateListeners) listener()
  }

  changed(ids: ReadonlySet<ElementId>, by: MemorySession): void {
    for (const listener of this.changeListeners) listener(ids)
    if (by !== this) this.peersChanged()
  }

  peersChanged(): void {
    for (const listener of this.peerListeners) listener()
  }

  private clearPreview(): void {
    this.preview = new Map()
    this.drawn.clear()
  }
}
