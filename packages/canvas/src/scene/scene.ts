import {
  type Area,
  ArrowIndex,
  ancestorsOf,
  areaHit,
  areaMeetsBox,
  areasBox,
  type Box,
  boxContains,
  boxGrown,
  boxHolds,
  boxIntersection,
  boxUnion,
  clipOf,
  compareOrder,
  comparePaintOrder,
  type DocumentView,
  type Element,
  type ElementId,
  frameBox,
  type GeometryContext,
  geometryContext,
  isBindable,
  isOrderKey,
  kindOf,
  type Measure,
  type Point,
  parentOf,
  unclipped,
} from '@inkwire/board'
import RBush from 'rbush'

/** Where an element is: its bounds within what clips it. Absent from the tree where nothing of it can be seen. */
interface Entry extends Box {
  readonly id: ElementId
}

/** The shown document with what finding and painting need: where things are, what is above what, which arrow follows which shape. */
export class Scene {
  readonly context: GeometryContext
  private readonly tree = new RBush<Entry>()
  private readonly entries = new Map<ElementId, Entry>()
  private readonly arrows = new ArrowIndex()
  private readonly members = new Map<ElementId, Set<ElementId>>()
  private readonly parents = new Map<ElementId, ElementId>()
  private areas = new WeakMap<Element, readonly Area[]>()
  private top: string | null | undefined

  constructor(
    readonly document: DocumentView,
    measure: Measure,
  ) {
    this.context = geometryContext((id) => document.get(id), measure)
    this.rebuild()
  }

  readonly get = (id: ElementId): Element | undefined => this.document.get(id)

  /** Looks at everything anew: at the start, and when text measures differently (a font came). */
  rebuild(): void {
    this.tree.clear()
    this.entries.clear()
    this.areas = new WeakMap()
    this.top = undefined
    for (const element of this.document.elements()) this.link(element.id, element)
    const entries: Entry[] = []
    for (const element of this.document.elements()) {
      const entry = this.entryOf(element)
      if (!entry) continue
      this.entries.set(element.id, entry)
      entries.push(entry)
    }
    this.tree.load(entries)
  }

  /** Takes in that elements changed. Answers with the boxes that have to be painted anew: where things were, and where they are. */
  update(ids: Iterable<ElementId>): Box[] {
    const changed = new Set(ids)
    for (const id of changed) this.link(id, this.document.get(id))
    this.top = undefined
    const dirty: Box[] = []
    for (const id of this.withFollowers(changed)) {
      const before = this.entries.get(id)
      if (before) {
        this.tree.remove(before)
        this.entries.delete(id)
        dirty.push(before)
      }
      const element = this.document.get(id)
      if (!element) continue
      this.areas.delete(element)
      const entry = this.entryOf(element)
      if (!entry) continue
      this.tree.insert(entry)
      this.entries.set(id, entry)
      dirty.push(entry)
    }
    return dirty
  }

  /** What has to be looked at when these changed: arrows that follow them, and what they hold (a frame clips it, order and place in it count). */
  withFollowers(ids: Iterable<ElementId>): Set<ElementId> {
    const all = new Set<ElementId>()
    const visit = (id: ElementId): void => {
      if (all.has(id)) return
      all.add(id)
      for (const member of this.members.get(id) ?? []) visit(member)
      for (const arrow of this.arrows.arrowsOf(id)) visit(arrow)
    }
    for (const id of ids) visit(id)
    return all
  }

  /** Elements whose bounds meet a box, back to front. */
  within(box: Box): Element[] {
    return this.paintOrdered(this.tree.search(box).map(({ id }) => id))
  }

  /** The elements of these ids that are there, back to front. */
  paintOrdered(ids: Iterable<ElementId>): Element[] {
    const found: Element[] = []
    for (const id of ids) {
      const element = this.document.get(id)
      if (element) found.push(element)
    }
    return found.sort((a, b) => comparePaintOrder(a, b, this.get))
  }

  /** The upmost element at a point that `wanted` takes, within `tolerance` px of its ink. */
  at(point: Point, tolerance: number, wanted: (element: Element) => boolean = () => true): Element | undefined {
    return this.allAt(point, tolerance).find(wanted)
  }

  /** All elements at a point, the upmost first. Locked ones can't be touched. */
  allAt(point: Point, tolerance: number): Element[] {
    return this.anyAt(point, tolerance).filter((element) => !this.isLocked(element))
  }

  /** The upmost locked element at a point. */
  lockedAt(point: Point, tolerance: number): Element | undefined {
    return this.anyAt(point, tolerance).find((element) => this.isLocked(element))
  }

  /** Whether an element, or what it is in, is locked. */
  isLocked(element: Element): boolean {
    return element.locked === true || ancestorsOf(element, this.get).some(({ locked }) => locked === true)
  }

  isLockedId(id: ElementId): boolean {
    const element = this.get(id)
    return element !== undefined && this.isLocked(element)
  }

  private anyAt(point: Point, tolerance: number): Element[] {
    const box = boxGrown({ minX: point.x, minY: point.y, maxX: point.x, maxY: point.y }, tolerance)
    return this.within(box)
      .reverse()
      .filter(
        (element) =>
          unclipped(clipOf(element, this.get), point) &&
          this.areasOf(element).some((area) => areaHit(area, point, tolerance)),
      )
  }

  /** The upmost element at a point that an arrow can be bound to, filled or not. */
  bindableAt(point: Point, except?: ElementId): Element | undefined {
    const box = { minX: point.x, minY: point.y, maxX: point.x, maxY: point.y }
    return this.within(box).findLast(
      (element) =>
        element.id !== except &&
        isBindable(element) &&
        unclipped(clipOf(element, this.get), point) &&
        this.insideOutline(element, point),
    )
  }

  /** The upmost frame at a point that is not among `except`. */
  frameAt(point: Point, except: ReadonlySet<ElementId> = new Set()): Element | undefined {
    const box = { minX: point.x, minY: point.y, maxX: point.x, maxY: point.y }
    return this.within(box).findLast(
      (element) =>
        element.type === 'frame' &&
        !except.has(element.id) &&
        !this.isLocked(element) &&
        boxHolds(frameBox(element), point) &&
        unclipped(clipOf(element, this.get), point),
    )
  }

  /** Elements whose ink meets a box and that are not locked, back to front. */
  touching(box: Box): Element[] {
    const found: Element[] = []
    for (const element of this.within(box)) {
      if (this.isLocked(element)) continue
      const clip = clipOf(element, this.get)
      const shown = clip ? boxIntersection(clip, box) : box
      const entry = this.entries.get(element.id)
      if (!shown || !entry) continue
      if (!boxContains(box, entry) && !this.areasOf(element).some((area) => areaMeetsBox(area, shown))) continue
      found.push(element)
    }
    return found
  }

  /** These elements and all that they hold. */
  withMembers(ids: Iterable<ElementId>): ElementId[] {
    const all = new Set<ElementId>()
    const visit = (id: ElementId): void => {
      if (all.has(id) || !this.document.get(id)) return
      all.add(id)
      for (const member of this.members.get(id) ?? []) visit(member)
    }
    for (const id of ids) visit(id)
    return [...all]
  }

  /** The lines and arrows that are bound to an element. */
  arrowsOf(id: ElementId): Iterable<ElementId> {
    return this.arrows.arrowsOf(id)
  }

  /** Bounds of elements and of what they hold, world px. */
  bounds(ids: Iterable<ElementId>): Box | undefined {
    return boxUnion(this.withMembers(ids).map((id) => this.entries.get(id)))
  }

  /** Bounds of one element alone, within what clips it. */
  ownBounds(id: ElementId): Box | undefined {
    return this.entries.get(id)
  }

  /** Bounds of everything. */
  allBounds(): Box | undefined {
    return boxUnion(this.entries.values())
  }

  /** What an element holds directly, or what is at the root, back to front. */
  membersOf(parent: ElementId | undefined): Element[] {
    const members: Element[] = []
    if (parent !== undefined) {
      for (const id of this.members.get(parent) ?? []) {
        const element = this.document.get(id)
        if (element) members.push(element)
      }
    } else {
      for (const element of this.document.elements()) if (!parentOf(element, this.get)) members.push(element)
    }
    return members.sort(compareOrder)
  }

  /** The highest order key in a frame or group, or at the root; null when nothing is there. */
  topOrder(parent?: ElementId): string | null {
    if (parent !== undefined) return this.membersOf(parent).findLast(({ order }) => isOrderKey(order))?.order ?? null
    if (this.top === undefined) {
      this.top = null
      for (const element of this.document.elements()) {
        const { order, parent } = element
        if (parent !== undefined && this.document.get(parent)) continue
        if ((this.top === null || order > this.top) && isOrderKey(order)) this.top = order
      }
    }
    return this.top
  }

  private insideOutline(element: Element, point: Point): boolean {
    const outline = this.context.outlineOf(element)
    return outline !== undefined && areaHit({ points: outline, closed: true, filled: true, reach: 0 }, point, 0)
  }

  private areasOf(element: Element): readonly Area[] {
    let areas = this.areas.get(element)
    if (!areas) {
      areas = kindOf(element.type).areas(element, this.context)
      this.areas.set(element, areas)
    }
    return areas
  }

  private entryOf(element: Element): Entry | undefined {
    const bounds = areasBox(kindOf(element.type).areas(element, this.context))
    if (!bounds) return undefined
    const clip = clipOf(element, this.get)
    const seen = clip ? boxIntersection(clip, bounds) : bounds
    return seen && { ...seen, id: element.id }
  }

  private link(id: ElementId, element: Element | undefined): void {
    this.arrows.update(id, element)
    const parent = typeof element?.parent === 'string' ? element.parent : undefined
    const before = this.parents.get(id)
    if (before === parent) return
    if (before !== undefined) this.members.get(before)?.delete(id)
    if (parent === undefined) {
      this.parents.delete(id)
      return
    }
    this.parents.set(id, parent)
    const members = this.members.get(parent)
    if (members) members.add(id)
    else this.members.set(parent, new Set([id]))
  }
}
