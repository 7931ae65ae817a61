import {
  type Box,
  boundsOf,
  boxUnion,
  DOCUMENT_LIMITS,
  type Element,
  type ElementId,
  endOf,
  endValue,
  type GeometryContext,
  geometryContext,
  isLine,
  LINE_HEIGHT,
  layOut,
  type Measure,
  type NewElement,
  type Op,
  opProblem,
  orderKeys,
  type Point,
  type Random,
  translated,
  type Value,
} from '@inkwire/board'
import { allowedMove } from '../edits/movement.ts'
import { placeFor } from '../edits/placing.ts'
import type { Scene } from '../scene/scene.ts'
import { type StyleState, styleProps } from '../style.ts'
import { linkIn } from './links.ts'

/** Pasted paragraphs that are wider wrap at this width, px. */
const MAX_TEXT_WIDTH = 600

export interface Pasting {
  readonly scene: Scene
  /** World px; the centre of what is pasted comes there. */
  readonly at: Point
  newId(): ElementId
  readonly random: Random
}

/** What a paste does: the ops, and the elements to be selected. */
export interface Pasted {
  readonly ops: readonly Op[]
  readonly selection: readonly ElementId[]
}

/** Puts a parcel's elements on the board: new ids, on top of what is there, bound to each other as they were. */
export function pastedElements(elements: readonly NewElement[], { scene, at, newId, random }: Pasting): Pasted {
  const byId = new Map(elements.map((element) => [element.id, element] as const))
  const newIds = new Map([...byId.keys()].map((id) => [id, newId()] as const))
  const context = geometryContext((id) => byId.get(id) as Element | undefined, scene.context.measure)
  const { dx, dy } = shift([...byId.values()], at, context)
  const place = placeFor(scene, [at], random)
  const keys = orderKeys(scene.topOrder(place.parent), null, byId.size, random)
  const ops: Op[] = []
  const selection: ElementId[] = []
  for (const [i, element] of [...byId.values()].entries()) {
    const id = newIds.get(element.id)
    const order = keys[i]
    if (id === undefined || order === undefined) continue
    const parent = typeof element.parent === 'string' ? newIds.get(element.parent as ElementId) : undefined
    const props: { [name: string]: Value | undefined } = {
      ...element,
      ...translated(element as Element, dx, dy),
      ...(isLine(element as Element) ? movedEnds(element, newIds, dx, dy) : {}),
    }
    delete props.parent
    const root = parent === undefined
    const owner = parent ?? place.parent
    const made = { ...props, id, type: element.type, order, ...(owner === undefined ? {} : { parent: owner }) }
    const op: Op = { op: 'put', element: made }
    // What the other board could hold by a hair may be over the edge of the world here.
    if (opProblem(op)) continue
    ops.push(op)
    if (root) selection.push(id)
  }
  return { ops, selection }
}

/** So far that the centre comes to a point, and nothing leaves the world. */
function shift(elements: readonly NewElement[], at: Point, context: GeometryContext): { dx: number; dy: number } {
  const bounds: Box | undefined = boxUnion(elements.map((element) => boundsOf(element as Element, context)))
  if (!bounds) return { dx: 0, dy: 0 }
  const whole = (value: number) => Math.round(value)
  return allowedMove(
    bounds,
    whole(at.x - (bounds.minX + bounds.maxX) / 2),
    whole(at.y - (bounds.minY + bounds.maxY) / 2),
  )
}

function movedEnds(line: NewElement, newIds: ReadonlyMap<ElementId, ElementId>, dx: number, dy: number) {
  const props: { [name: string]: Value } = {}
  for (const name of ['start', 'end'] as const) {
    const end = endOf(line, name)
    if (!end) continue
    const { x, y, binding } = end
    const id = binding && newIds.get(binding.id)
    const moved = { x: x + dx, y: y + dy }
    props[name] = endValue(binding && id ? { ...moved, binding: { ...binding, id } } : moved)
  }
  return props
}

/** A pasted text as an element of its own; an address on its own is a link. Undefined for nothing but spaces. */
export function pastedText(text: string, style: StyleState, { scene, at, newId, random }: Pasting): Pasted | undefined {
  const words = text.replace(/\t/g, '  ').trimEnd()
  if (words.trim() === '') return undefined
  const id = newId()
  const link = linkIn(words)
  const { w, h, wraps } = textSize(words, style, scene.context.measure)
  const edge = DOCUMENT_LIMITS.coordinate
  const element: NewElement = {
    ...styleProps('text', style),
    id,
    type: 'text',
    ...placeFor(scene, [at], random),
    x: Math.min(edge, Math.max(-edge, Math.round(at.x - w / 2))),
    y: Math.min(edge, Math.max(-edge, Math.round(at.y - h / 2))),
    text: link ?? words,
    ...(wraps ? { w } : {}),
    ...(link === undefined ? {} : { link }),
  }
  return { ops: [{ op: 'put', element }], selection: [id] }
}

function textSize(text: string, { fontSize }: StyleState, measure: Measure) {
  const style = { font: 'sans', fontSize } as const
  const free = layOut(text, style, measure)
  if (free.w <= MAX_TEXT_WIDTH) return { w: free.w, h: free.h, wraps: false }
  const laid = layOut(text, style, measure, MAX_TEXT_WIDTH)
  return { w: MAX_TEXT_WIDTH, h: Math.max(laid.h, fontSize * LINE_HEIGHT), wraps: true }
}
