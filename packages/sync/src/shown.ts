import {
  type ActorId,
  type Batch,
  BoardDocument,
  type DocumentLayer,
  type DocumentView,
  type Element,
  type ElementId,
  equalProps,
  fold,
  type Op,
  Overlay,
  type PackedDocument,
  type Props,
} from '@inkwire/board'

/** A batch of mine that the base document does not hold yet. */
export type PendingBatch = Pick<Batch, 'actor' | 'number' | 'ops'>

/** A snapshot of which more has changed is kept no longer. */
const MAX_CHANGED = 1_000

/** Stands for the board's meta among the ids that a batch depends on; no element has this id. */
const META = '' as ElementId

interface Pending {
  readonly batch: PendingBatch
  /** All ids whose element the result of this batch depends on. */
  depends: Set<ElementId>
}

/**
 * What the person sees: the base document, and my batches that it does not hold yet on top. Only elements that these touch exist
 * twice, and only those are folded again when the base changes beneath them.
 */
export class Shown implements DocumentView {
  private base = new BoardDocument()
  private overlay = new Overlay(this.base)
  private pending: Pending[] = []
  /** Ids that may have changed since the last `settle`, with what was shown of them then. */
  private readonly before = new Map<ElementId, Element | undefined>()
  private readonly dirty = new Set<ElementId>()
  private metaBefore: Props = this.base.meta
  private packed: { readonly bytes: Uint8Array<ArrayBuffer>; readonly changed: Set<ElementId> } | undefined

  get(id: ElementId): Element | undefined {
    return this.overlay.get(id)
  }

  *elements(): Iterable<Element> {
    const { changed } = this.overlay
    for (const element of this.base.elements()) if (!changed.has(element.id)) yield element
    for (const element of changed.values()) if (element) yield element
  }

  get size(): number {
    let size = this.base.size
    for (const [id, element] of this.overlay.changed) {
      if (element && !this.base.get(id)) size++
      else if (!element && this.base.get(id)) size--
    }
    return size
  }

  get meta(): Props {
    return this.overlay.meta
  }

  /** Another base document: everything may have changed. `packed`: it in binary, where it came so, and what has changed since. */
  reset(base: BoardDocument, packed?: PackedDocument): void {
    for (const element of this.elements()) this.remember(element.id)
    for (const element of base.elements()) this.remember(element.id)
    this.base = base
    this.packed =
      packed && packed.changed.size <= MAX_CHANGED ? { ...packed, changed: new Set(packed.changed) } : undefined
    this.rebuild()
  }

  /** Batches of mine beneath those that are here already. */
  insert(batches: readonly PendingBatch[]): void {
    this.pending.unshift(...batches.map((batch) => ({ batch, depends: new Set<ElementId>() })))
    this.rebuild()
  }

  /** The document packed as it came, and what changed since; once, and not when too much did. */
  takeSnapshot(): PackedDocument | undefined {
    const { packed } = this
    this.packed = undefined
    return packed
  }

  /** A batch of mine, on top of all. */
  add(batch: PendingBatch): void {
    const pending = { batch, depends: new Set<ElementId>() }
    this.pending.push(pending)
    this.foldPending(pending)
  }

  /** Folds a batch of the log into the base. */
  foldBase(batch: PendingBatch): void {
    fold(this.baseLayer, batch)
  }

  /** A batch of mine goes: the base holds it now, or it was refused. */
  drop(actor: ActorId, number: number): void {
    const index = this.pending.findIndex(({ batch }) => batch.number === number && batch.actor === actor)
    const [gone] = index < 0 ? [] : this.pending.splice(index, 1)
    for (const id of gone?.depends ?? []) this.dirty.add(id)
  }

  /**
   * Brings the overlay up to date after any of the above.
   *
   * @returns ids whose element is another object than after the last call, or gone; undefined when nothing changed, meta included
   */
  settle(): Set<ElementId> | undefined {
    this.refold()
    const changed = new Set<ElementId>()
    for (const [id, before] of this.before) if (this.get(id) !== before) changed.add(id)
    const metaChanged = this.meta !== this.metaBefore && !equalProps(this.meta, this.metaBefore)
    this.before.clear()
    this.dirty.clear()
    this.metaBefore = this.meta
    return changed.size > 0 || metaChanged ? changed : undefined
  }

  private readonly baseLayer: DocumentLayer = this.makeBaseLayer()

  private makeBaseLayer(): DocumentLayer {
    const meta = () => this.base.meta
    return {
      get meta() {
        return meta()
      },
      get: (id) => this.base.get(id),
      put: (element) => {
        this.remember(element.id)
        this.dirty.add(element.id)
        this.base.put(this.sameAsShown(element))
      },
      remove: (id) => {
        this.remember(id)
        this.dirty.add(id)
        this.base.remove(id)
      },
      setMeta: (next) => {
        this.dirty.add(META)
        this.base.setMeta(next)
      },
    }
  }

  private remember(id: ElementId): void {
    this.packed?.changed.add(id)
    if (this.packed && this.packed.changed.size > MAX_CHANGED) this.packed = undefined
    if (!this.before.has(id)) this.before.set(id, this.get(id))
  }

  /** My own batch brings what I show already: keeping that object spares everyone a repaint of the same. */
  private sameAsShown(element: Element): Element {
    const shown = this.before.get(element.id)
    return shown && equalProps(shown, element) ? shown : element
  }

  /** Folds those pending batches again that depend, over however many others, on what changed. */
  private refold(): void {
    if (this.dirty.size === 0) return
    const again = new Set<Pending>()
    for (let grew = true; grew; ) {
      grew = false
      for (const pending of this.pending) {
        if (again.has(pending) || !meets(pending.depends, this.dirty)) continue
        again.add(pending)
        for (const id of pending.depends) this.dirty.add(id)
        grew = true
      }
    }
    if (this.dirty.has(META)) {
      this.rebuild()
      return
    }
    for (const id of this.dirty) {
      this.remember(id)
      this.overlay.changed.delete(id)
    }
    for (const pending of this.pending) {
      if (!again.has(pending)) continue
      this.foldPending(pending)
    }
    // One that now depends on what a batch made that was not folded again, maybe a later one: start over, in order.
    for (const { depends } of again) {
      for (const id of depends) {
        if (this.dirty.has(id) || !this.overlay.changed.has(id)) continue
        this.rebuild()
        return
      }
    }
    this.keepSame(this.dirty)
  }

  private rebuild(): void {
    for (const id of this.overlay.changed.keys()) this.remember(id)
    this.overlay = new Overlay(this.base)
    for (const pending of this.pending) this.foldPending(pending)
    this.keepSame(this.overlay.changed.keys())
  }

  private keepSame(ids: Iterable<ElementId>): void {
    for (const id of ids) {
      const now = this.overlay.changed.get(id)
      const before = this.before.get(id)
      if (now && before && now !== before && equalProps(now, before)) this.overlay.changed.set(id, before)
    }
  }

  private foldPending(pending: Pending): void {
    const depends = new Set<ElementId>()
    const { overlay } = this
    const layer: DocumentLayer = {
      get: (id) => {
        depends.add(id)
        return overlay.get(id)
      },
      put: (element) => {
        depends.add(element.id)
        this.remember(element.id)
        overlay.put(element)
      },
      remove: (id) => {
        depends.add(id)
        this.remember(id)
        overlay.remove(id)
      },
      get meta() {
        depends.add(META)
        return overlay.meta
      },
      setMeta: (meta) => overlay.setMeta(meta),
    }
    fold(layer, pending.batch)
    pending.depends = depends
  }
}

function meets(a: ReadonlySet<ElementId>, b: ReadonlySet<ElementId>): boolean {
  for (const id of a) if (b.has(id)) return true
  return false
}

/** The element that an op changes. */
export function targetOf(op: Op): ElementId | undefined {
  switch (op.op) {
    case 'put':
      return op.element.id
    case 'meta':
      return undefined
    default:
      return op.id
  }
}
