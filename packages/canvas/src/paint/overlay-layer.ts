import {
  type Box,
  boundsOf,
  boxAround,
  boxMoved,
  boxUnion,
  clipOf,
  comparePaintOrder,
  cornersOf,
  type Element,
  type ElementId,
  type GeometryContext,
  geometryContext,
  isLine,
  numberOf,
  type PaintContext,
  type Placement,
} from '@inkwire/board'
import { toScreen } from '../camera.ts'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { markCursor, markMarquee, markName, markOutline, markPlacement } from './marks.ts'
import type { Painter } from './painter.ts'
import type { RemoteCursors } from './remote-cursors.ts'

type Canvas2D = CanvasRenderingContext2D

/** A selection of more elements than this is marked as one box. */
const MAX_OUTLINES = 100

/** What lies over the document at rest in one frame. */
export interface Overlay {
  readonly mine: Draft
  /** Elements as others' gestures would leave them; undefined: gone. */
  readonly others: ReadonlyMap<ElementId, Element | undefined>
}

/** What lies over the document at rest now. Arrows follow what others drag. */
export function overlayOf(desk: Desk): Overlay {
  const others = new Map<ElementId, Element | undefined>()
  for (const { preview } of desk.board.peers()) for (const [id, element] of preview) others.set(id, element)
  for (const [id, element] of [...others]) {
    if (!element) continue
    for (const follower of desk.scene.arrowsOf(id)) {
      const arrow = others.has(follower) ? undefined : desk.scene.get(follower)
      if (arrow) others.set(follower, arrow)
    }
  }
  const mine = desk.draft
  // What I have in hand myself is shown as I have it.
  for (const id of mine.elements.keys()) others.delete(id)
  for (const id of mine.shifted?.ids ?? []) others.delete(id)
  return { mine, others }
}

/** Elements that are painted on the overlay, or are not to be seen: the document at rest shows the others. */
export function hiddenBy({ mine, others }: Overlay): Set<ElementId> {
  return new Set([...others.keys(), ...mine.elements.keys(), ...(mine.shifted?.ids ?? [])])
}

/** What is drawn and dragged now, by me and by others, selections and cursors. */
export class OverlayLayer {
  readonly canvas = document.createElement('canvas')

  constructor(
    private readonly desk: Desk,
    private readonly painter: Painter,
    private readonly cursors: RemoteCursors,
  ) {}

  frame(overlay: Overlay, width: number, height: number, ratio: number, now: number): void {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
    }
    const canvas = this.canvas.getContext('2d')
    if (!canvas) return
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.clearRect(0, 0, width, height)
    this.paintElements(canvas, overlay, ratio)
    canvas.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.markSelections(canvas, overlay)
    this.markCursors(canvas, now)
  }

  private paintElements(canvas: Canvas2D, { mine, others }: Overlay, ratio: number): void {
    const { camera, scene } = this.desk
    const scale = camera.zoom * ratio
    const toDevice = () => canvas.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale)
    toDevice()
    this.paintMap(canvas, others)
    if (mine.shifted) {
      const { ids, dx, dy } = mine.shifted
      canvas.translate(dx, dy)
      const context = { ...scene.context, palette: this.desk.colors }
      for (const element of scene.paintOrdered(ids)) this.painter.paint(canvas, element, context, this.desk.colors)
      toDevice()
    }
    this.paintMap(canvas, mine.elements)
  }

  private paintMap(canvas: Canvas2D, elements: ReadonlyMap<ElementId, Element | undefined>): void {
    if (elements.size === 0) return
    const context = this.contextOver(elements)
    const shown = [...elements.values()].filter((element) => element !== undefined)
    shown.sort((a, b) => comparePaintOrder(a, b, context.get))
    for (const element of shown) {
      const clip = clipOf(element, context.get)
      canvas.save()
      if (clip) {
        canvas.beginPath()
        canvas.rect(clip.minX, clip.minY, clip.maxX - clip.minX, clip.maxY - clip.minY)
        canvas.clip()
      }
      this.painter.paint(canvas, element, context, this.desk.colors)
      canvas.restore()
    }
  }

  private contextOver(elements: ReadonlyMap<ElementId, Element | undefined>): PaintContext {
    const { scene, colors } = this.desk
    const get = (id: ElementId) => (elements.has(id) ? elements.get(id) : scene.get(id))
    return { ...geometryContext(get, scene.context.measure), palette: colors }
  }

  private markSelections(canvas: Canvas2D, { mine, others }: Overlay): void {
    const { desk } = this
    const { camera, colors } = desk
    const shown = new Map([...others, ...mine.elements])
    const context = this.contextOver(shown)
    const shift = new Map((mine.shifted?.ids ?? []).map((id) => [id, mine.shifted] as const))
    const placed = (id: ElementId) => this.placed(id, context, shift.get(id))

    for (const { selection, person } of desk.board.peers()) {
      const marked = this.mark(canvas, selection, placed, person.color)
      const first = marked && toScreen(camera, { x: marked.x, y: marked.y })
      if (first) markName(canvas, { x: first.x - 4, y: first.y - 25 }, person.name, person.color)
    }
    if (!desk.typing) this.mark(canvas, desk.selection, placed, colors.accent)
    const target = desk.tool.target && desk.scene.get(desk.tool.target)
    const outline = target && context.outlineOf(target)
    if (outline) markOutline(canvas, camera, outline, colors.accent)
    if (desk.tool.marquee) markMarquee(canvas, camera, desk.tool.marquee, colors.accent)
  }

  /** Marks each element of a selection, and all together. Answers with the whole. */
  private mark(
    canvas: Canvas2D,
    ids: readonly ElementId[],
    placed: (id: ElementId) => Placement | undefined,
    color: string,
  ): Placement | undefined {
    const { camera } = this.desk
    const placements = ids.map(placed).filter((placement) => placement !== undefined)
    const [only] = placements
    if (placements.length === 1 && only) {
      markPlacement(canvas, camera, only, color)
      return only
    }
    if (placements.length <= MAX_OUTLINES) {
      for (const placement of placements) markPlacement(canvas, camera, placement, color)
    }
    const around = boxUnion(placements.map(boxOf))
    if (!around) return undefined
    const whole = boxPlacement(around)
    markPlacement(canvas, camera, whole, color)
    return whole
  }

  /** Where an element is on screen now: its own box, or that of all that it holds. */
  private placed(
    id: ElementId,
    context: GeometryContext,
    shift: { readonly dx: number; readonly dy: number } | undefined,
  ): Placement | undefined {
    const { scene } = this.desk
    const element = context.get(id)
    if (!element) return undefined
    if (element.type === 'group') {
      const draft = this.desk.draft.shifted
      const box = scene.bounds([id])
      return box && boxPlacement(boxMoved(box, draft?.dx ?? 0, draft?.dy ?? 0))
    }
    const own = isLine(element) ? undefined : inkPlacement(element, context.placementOf(element))
    const bounds = own ? undefined : boundsOf(element, context)
    const placement = own ?? (bounds && boxPlacement(bounds))
    return placement && shift ? { ...placement, x: placement.x + shift.dx, y: placement.y + shift.dy } : placement
  }

  private markCursors(canvas: Canvas2D, now: number): void {
    for (const { actor, person } of this.desk.board.peers()) {
      const cursor = this.cursors.shown(actor, now)
      if (cursor) {
        markCursor(
          canvas,
          { ...toScreen(this.desk.camera, cursor), opacity: cursor.opacity },
          person.name,
          person.color,
        )
      }
    }
  }
}

/** A placement with half of the line around it, which is ink too. */
function inkPlacement(element: Element, placement: Placement | undefined): Placement | undefined {
  if (!placement) return undefined
  const reach = numberOf(element, 'width', 0) / 2
  const { x, y, w, h } = placement
  return { ...placement, x: x - reach, y: y - reach, w: w + 2 * reach, h: h + 2 * reach }
}

function boxPlacement({ minX, minY, maxX, maxY }: Box): Placement {
  return { x: minX, y: minY, w: maxX - minX, h: maxY - minY, angle: 0 }
}

function boxOf(placement: Placement): Box | undefined {
  return boxAround(cornersOf(placement))
}
