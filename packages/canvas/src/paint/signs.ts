import {
  boundsOf,
  type Element,
  type ElementId,
  FRAME_TITLE_GAP,
  FRAME_TITLE_SIZE,
  frameBox,
  type GeometryContext,
  LINE_HEIGHT,
  type Point,
  stringOf,
} from '@inkwire/board'
import { toScreen } from '../camera.ts'
import { linkIn } from '../clipboard/links.ts'
import type { Desk } from '../desk.ts'
import { cssFont } from '../fonts.ts'
import { toolRow } from '../tools/tools.ts'

type Canvas2D = CanvasRenderingContext2D

/** Side of a link's mark, and how far from its element it is, css px: beside the handles of a selection. */
const MARK_SIDE = 18
const MARK_GAP = 6
/** What is smaller on screen, css px, has no sign: it would be larger than the thing itself. */
const MIN_SIDE = 24
/** Signs on screen at most: more say nothing. */
const MAX_SIGNS = 300
const NAME_HEIGHT = FRAME_TITLE_SIZE * LINE_HEIGHT

/** Something over the canvas that stays as large whatever the zoom: a frame's name, or the mark of a link. Box in css px. */
export interface Sign {
  readonly kind: 'name' | 'link'
  readonly id: ElementId
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** The name, or the address. */
  readonly text: string
}

/** What gestures make of the document now. */
interface Now {
  readonly context: GeometryContext
  readonly shift?: { readonly ids: readonly ElementId[]; readonly dx: number; readonly dy: number } | undefined
}

/** The signs that are on screen. */
export function signsOf(desk: Desk, now: Now = { context: desk.scene.context }): readonly Sign[] {
  const { frames, links } = desk.scene.signed
  if (frames.size + links.size === 0) return []
  const shifted = now.shift && new Set(now.shift.ids)
  const signs: Sign[] = []
  const add = (
    id: ElementId,
    make: (desk: Desk, element: Element, context: GeometryContext, by: Point) => Sign | undefined,
  ) => {
    const element = signs.length < MAX_SIGNS ? now.context.get(id) : undefined
    if (!element) return
    const by = shifted?.has(id) && now.shift ? { x: now.shift.dx, y: now.shift.dy } : { x: 0, y: 0 }
    const sign = make(desk, element, now.context, by)
    if (sign && isOnScreen(desk, sign)) signs.push(sign)
  }
  for (const id of frames) add(id, nameSign)
  for (const id of links) add(id, linkSign)
  return signs
}

/** The name of a frame at a place on screen, css px. */
export function frameNameAt(desk: Desk, at: Point): Element | undefined {
  const sign = signsOf(desk).findLast((one) => one.kind === 'name' && holds(one, at))
  const frame = sign && desk.scene.get(sign.id)
  return frame && !desk.scene.isLocked(frame) ? frame : undefined
}

/** The address of the link whose mark is at a place on screen, css px; only Select and Hand follow links. */
export function linkMarkAt(desk: Desk, at: Point): string | undefined {
  if (toolRow(desk.toolId).edits) return undefined
  return signsOf(desk).findLast((one) => one.kind === 'link' && holds(one, at))?.text
}

/** Draws signs on a canvas in css px. */
export function markSigns(canvas: Canvas2D, desk: Desk, signs: readonly Sign[]): void {
  for (const sign of signs) {
    canvas.save()
    if (sign.kind === 'name') markName(canvas, sign, desk.colors.muted)
    else markLink(canvas, sign, desk.colors)
    canvas.restore()
  }
}

function nameSign(desk: Desk, element: Element, context: GeometryContext, by: Point): Sign | undefined {
  const text = stringOf(element, 'name') ?? ''
  const box = frameBox(element)
  const room = (box.maxX - box.minX) * desk.camera.zoom
  if (text === '' || room < MIN_SIDE) return undefined
  const { x, y } = toScreen(desk.camera, { x: box.minX + by.x, y: box.minY + by.y })
  const w = Math.min(room, context.measure(text, 'sans', FRAME_TITLE_SIZE))
  return { kind: 'name', id: element.id, x, y: y - NAME_HEIGHT - FRAME_TITLE_GAP, w, h: NAME_HEIGHT, text }
}

function linkSign(desk: Desk, element: Element, context: GeometryContext, by: Point): Sign | undefined {
  const link = linkIn(stringOf(element, 'link') ?? '')
  if (link === undefined) return undefined
  // Of what is at rest the bounds are known.
  const atRest = desk.scene.get(element.id) === element
  const box = atRest ? desk.scene.ownBounds(element.id) : boundsOf(element, context)
  if (!box) return undefined
  const { zoom } = desk.camera
  if (Math.max(box.maxX - box.minX, box.maxY - box.minY) * zoom < MIN_SIDE) return undefined
  const { x, y } = toScreen(desk.camera, { x: box.maxX + by.x, y: box.minY + by.y })
  return { kind: 'link', id: element.id, x: x + MARK_GAP, y, w: MARK_SIDE, h: MARK_SIDE, text: link }
}

function isOnScreen({ size }: Desk, { x, y, w, h }: Sign): boolean {
  return x + w > 0 && y + h > 0 && x < size.w && y < size.h
}

function holds({ x, y, w, h }: Sign, at: Point): boolean {
  return at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h
}

function markName(canvas: Canvas2D, { x, y, w, text }: Sign, color: string): void {
  canvas.font = cssFont('sans', FRAME_TITLE_SIZE)
  canvas.textAlign = 'left'
  canvas.textBaseline = 'alphabetic'
  canvas.fillStyle = color
  const metrics = canvas.measureText(text)
  const [ascent, descent] = [Math.round(metrics.fontBoundingBoxAscent), Math.round(metrics.fontBoundingBoxDescent)]
  canvas.beginPath()
  canvas.rect(x, y - 1, w + 1, NAME_HEIGHT + 2)
  canvas.clip()
  canvas.fillText(text, x, y + Math.floor((NAME_HEIGHT - ascent - descent) / 2) + ascent)
}

/** Two links of a chain on a small button. */
function markLink(canvas: Canvas2D, { x, y, w, h }: Sign, colors: Desk['colors']): void {
  canvas.setLineDash([])
  canvas.lineWidth = 1
  canvas.fillStyle = colors.panel
  canvas.strokeStyle = colors.line
  canvas.beginPath()
  canvas.roundRect(x + 0.5, y + 0.5, w - 1, h - 1, 5)
  canvas.fill()
  canvas.stroke()
  canvas.translate(x + w / 2, y + h / 2)
  canvas.rotate(-Math.PI / 4)
  canvas.lineWidth = 1.5
  canvas.lineCap = 'round'
  canvas.strokeStyle = colors.muted
  canvas.beginPath()
  canvas.arc(-2.5, 0, 2.75, Math.PI / 2, -Math.PI / 2)
  canvas.moveTo(2.5, -2.75)
  canvas.arc(2.5, 0, 2.75, -Math.PI / 2, Math.PI / 2)
  canvas.moveTo(-2, 0)
  canvas.lineTo(2, 0)
  canvas.stroke()
}
