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
  fontSizeOf,
  frameBox,
  type GeometryContext,
  geometryContext,
  isBindable,
  isOrderKey,
  kindOf,
  type Measure,
  own,
  type Point,
  parentOf,
  TEXT_PROPERTIES,
  unclipped,
} from '@inkwire/board'
import RBush from 'rbush'
import type { Grip } from '../selection/handles.ts'
import type { InkBoxes } from '../selection/selection-box.ts'
import { SignedElements } from './signed-elements.ts'
import { UntilChanged } from './until-changed.ts'

/** Above this share of all that changed at once the index is made anew: loading it is faster than so many insertions. */
const REBUILD_SHARE = 0.25
const MIN_REBUILD = 1_000
/** From so many on, boxes go into the index all at once: one by one takes several times as long. */
const BULK = 100
/** Bounds of more elements than this are those of the index, which may be some px too large. */
const MAX_EXACT = 2_000
/** Letters reach so far out of the lines that they are laid out in, in font sizes: accents above capitals, slanted and swung ends. */
const OVERHANG = 0.25

/** Where an element is: a box around its ink, within what clips it. Absent from the tree where nothing of it can be seen. */
interface Entry extends Box {
  readonly id: ElementId
}

interface Top {
  readonly order: string
  readonly id: ElementId
}

/** The shown document with what finding and painting need: where things are, what is above what, which arrow follows which shape. */
export class Scene {
  readonly context: GeometryContext
  /** Another number after each change. */
  version = 0
  /** Where the ink of selections is. */
  readonly inkBoxes = new UntilChanged<InkBoxes>(() => this.version)
  /** What can be done with selections by handles. */
  readonly grips = new UntilChanged<Grip>(() => this.version)
  /** What has a sign over the canvas. */
  readonly signed = new SignedElements()
  private readonly tree = new RBush<Entry>()
  private readonly entries = new Map<ElementId, Entry>()
  private readonly arrows = new ArrowIndex()
  private readonly members = new Map<ElementId, Set<ElementId>>()
  private readonly parents = new Map<ElementId, ElementId>()
  /** All that the last update took in is new, and above everything that it meets: it can be painted on what is painted already. */
  addedOnTop = false
  private areas = new WeakMap<Element, readonly Area[]>()
  /** The highest order at the root and who has it; undefined where it has to be looked for. */
  private top: Top | null | undefined

  constructor(
    readonly document: DocumentView,
    measure: Measure,
  ) {
    this.context = geometryContext((id) => document.get(id), measure)
    this.rebuild()
  }

  readonly get = (id: ElementId): Element | undefined => this.document.get(id)

  /** Looks at everything anew: at the start, and when text measures differently (a font came). */
  rebuild(gone: Iterable<ElementId> = []): void {
    this.version++
    this.tree.clear()
    this.entries.clear()
    this.areas = new WeakMap()
    for (const id of gone) if (!this.document.get(id)) this.link(id, undefined)
    for (const element of this.document.elements()) this.link(element.id, element)
    const entries: Entry[] = []
    for (const element of this.document.elements()) {
      const entry = this.entryOf(element)
      if (!entry) continue
      this.entries.set(element.id, entry)
      entries.push(entry)
    }
    this.tree.load(entries)
    // Here, and not when a pointer goes down and asks for it.
    this.top = this.foundTop()
  }

  /** Looks anew at what has text: it measures differently, as a font came. Answers with the ids. */
  remeasure(): ElementId[] {
    const ids: ElementId[] = []
    for (const element of this.document.elements()) {
      if (TEXT_PROPERTIES.some((name) => own(element, name) !== undefined)) ids.push(element.id)
    }
    this.update(ids)
    return ids
  }

  /** Takes in that elements changed. Answers with the boxes that have to be painted anew: where things were, and where they are. */
  update(ids: Iterable<ElementId>): Box[] {
    this.version++
    const changed = new Set(ids)
    if (changed.size > MIN_REBUILD && changed.size > REBUILD_SHARE * this.entries.size) {
      const before = this.allBounds()
      this.rebuild(changed)
      this.addedOnTop = false
      return [before, this.allBounds()].filter((box) => box !== undefined)
    }
    const { top } = this
    for (const id of changed) this.link(id, this.document.get(id))
    this.followTop(changed)
    const dirty: Box[] = []
    const affected = this.withFollowers(changed)
    this.addedOnTop = affected.size === changed.size && [...changed].every((id) => this.isNewAbove(id, top))
    const entries: Entry[] = []
    for (const id of affected) {
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
      entries.push(entry)
      this.entries.set(id, entry)
      dirty.push(entry)
    }
    if (entries.length >= BULK) this.tree.load(entries)
    else for (const entry of entries) this.tree.insert(entry)
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

  /** Whether the box around any element's ink meets a box. */
  hasInk(box: Box): boolean {
    return this.tree.collides(box)
  }

  /** One of so many elements whose bounds meet a box, back to front. */
  sample(box: Box, share: number): Element[] {
    return this.paintOrdered(
      this.tree
        .search(box)
        .filter((_, i) => i % share === 0)
        .map(({ id }) => id),
    )
  }

  /** Ids of the elements whose bounds meet a box, in no order. */
  idsIn(box: Box): ElementId[] {
    return this.tree.search(box).map(({ id }) => id)
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

  /** What lies above an element and meets a box, back to front, without `except`; undefined where it is more than `most`. */
  above(floor: Element, box: Box, except: (id: ElementId) => boolean, most: number): Element[] | undefined {
    const found: Element[] = []
    for (const { id } of this.tree.search(box)) {
      const element = except(id) ? undefined : this.document.get(id)
      if (!element || comparePaintOrder(element, floor, this.get) <= 0) continue
      found.push(element)
      if (found.length > most) return undefined
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
    const all = this.withMembers(ids)
    return boxUnion(all.map((id) => (all.length > MAX_EXACT ? this.entries.get(id) : this.ownBounds(id))))
  }

  /** Bounds of one element alone, within what clips it. */
  ownBounds(id: ElementId): Box | undefined {
    const element = this.entries.has(id) ? this.document.get(id) : undefined
    const bounds = element && areasBox(this.areasOf(element))
    const clip = element && clipOf(element, this.get)
    return clip && bounds ? boxIntersection(clip, bounds) : bounds
  }

  /** A box that holds all ink of an element, found at once; its bounds may be some px smaller. */
  around(id: ElementId): Box | undefined {
    return this.entries.get(id)
  }

  /** A box around everything. */
  allBounds(): Box | undefined {
    if (this.entries.size === 0) return undefined
    const { minX, minY, maxX, maxY }: Box = this.tree.toJSON()
    return { minX, minY, maxX, maxY }
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
    if (this.top === undefined) this.top = this.foundTop()
    return this.top?.order ?? null
  }

  private foundTop(): Top | null {
    let top: Element | undefined
    for (const element of this.document.elements()) {
      // Keys are checked where elements come in: only one that wins has to be looked at.
      if ((!top || element.order > top.order) && this.isAtRoot(element)) top = element
    }
    if (!top || isOrderKey(top.order)) return top ? { order: top.order, id: top.id } : null
    this.top = null
    for (const element of this.document.elements()) this.raiseTop(element)
    return this.top
  }

  private isAtRoot({ parent }: Element): boolean {
    return parent === undefined || !this.document.get(parent)
  }

  private isNewAbove(id: ElementId, top: Top | null | undefined): boolean {
    const element = this.document.get(id)
    if (!element || this.entries.has(id) || element.parent !== undefined) return false
    if (top === null || (top && isOrderKey(element.order) && element.order > top.order)) return true
    const entry = this.entryOf(element)
    if (!entry) return true
    return this.tree.search(entry).every(({ id }) => {
      const other = this.document.get(id)
      return other !== undefined && comparePaintOrder(other, element, this.get) < 0
    })
  }

  private raiseTop(element: Element): void {
    const { id, order } = element
    if (!this.isAtRoot(element)) return
    if ((!this.top || order > this.top.order) && isOrderKey(order)) this.top = { order, id }
  }

  /** Keeps the highest order up to date, so that drawing on a full board need not look through it. */
  private followTop(changed: ReadonlySet<ElementId>): void {
    if (this.top === undefined) return
    let orphans = false
    for (const id of changed) {
      const element = this.document.get(id)
      if (element) this.raiseTop(element)
      else orphans ||= (this.members.get(id)?.size ?? 0) > 0
    }
    const holder = this.top && this.document.get(this.top.id)
    const fell = this.top && (holder?.order !== this.top.order || parentOf(holder, this.get) !== undefined)
    if (orphans || fell) this.top = undefined
  }

  private insideOutline(element: Element, point: Point): boolean {
    const outline = this.context.outlineOf(element)
    return outline !== undefined && areaHit({ points: outline, closed: true, filled: true, reach: 0 }, point, 0)
  }

  /** Where an element's ink is. */
  areasOf(element: Element): readonly Area[] {
    let areas = this.areas.get(element)
    if (!areas) {
      areas = kindOf(element.type).areas(element, this.context)
      this.areas.set(element, areas)
    }
    return areas
  }

  private entryOf(element: Element): Entry | undefined {
    const kind = kindOf(element.type)
    const bounds = kind.around ? kind.around(element) : areasBox(kind.areas(element, this.context))
    if (!bounds) return undefined
    const written = TEXT_PROPERTIES.some((name) => own(element, name) !== undefined)
    const ink = written ? boxGrown(bounds, OVERHANG * fontSizeOf(element)) : bounds
    const clip = clipOf(element, this.get)
    const seen = clip ? boxIntersection(clip, ink) : ink
    return seen && { ...seen, id: element.id }
  }

  private link(id: ElementId, element: Element | undefined): void {
    this.arrows.update(id, element)
    this.signed.update(id, element)
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
