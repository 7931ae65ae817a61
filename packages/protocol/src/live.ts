import {
  type ElementId,
  elementId,
  type LivePart,
  type Op,
  opFromValue,
  opProblem,
  opToValue,
  PackError,
  type Props,
  pack,
  packPoints,
  unpack,
  unpackPoints,
  type Value,
} from '@inkwire/board'
import * as z from 'zod/mini'
import { LIMITS } from './limits.ts'

/** A live message: what an actor shows, and the number of the batch that its stroke, preview or drag is going to be. */
export interface LiveMessage {
  readonly number: number
  readonly parts: readonly LivePart[]
}

const CURSOR = 0
const AWAY = 1
const SELECTION = 2
const STROKE = 3
const PREVIEW = 4
const DRAG = 5
const CANCEL = 6

/** Cursors and drags travel in sixteenths of a px: finer than any eye at zoom 1, and two bytes shorter than a float. */
const UNITS_PER_PX = 16

const coordinate = z.number().check(z.minimum(-LIMITS.coordinate * 2), z.maximum(LIMITS.coordinate * 2))
const units = z.int().check(z.minimum(-LIMITS.coordinate * 64), z.maximum(LIMITS.coordinate * 64))
const count = z.int().check(z.minimum(0), z.maximum(2 ** 31))
const ids = z.array(elementId).check(z.maxLength(LIMITS.opsPerBatch))
const list = z.custom<Value[]>((value) => Array.isArray(value) && value.length <= LIMITS.opsPerBatch)
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const map = z.custom<Props>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

const packedPart = z.union([
  z.tuple([z.literal(CURSOR), units, units]),
  z.tuple([z.literal(AWAY)]),
  z.tuple([z.literal(SELECTION), ids]),
  z.tuple([z.literal(STROKE), elementId, coordinate, coordinate, count, bytes, map]),
  z.tuple([z.literal(PREVIEW), list]),
  z.tuple([z.literal(DRAG), ids, units, units]),
  z.tuple([z.literal(CANCEL)]),
])
const packedMessage = z.tuple([count, z.array(packedPart).check(z.maxLength(20))])

/** Packs a live message. Throws PackError when a part holds what is no value. */
export function packLive(message: LiveMessage): Uint8Array {
  return pack([message.number, message.parts.map(partToValue)])
}

function partToValue(part: LivePart): Value {
  switch (part.kind) {
    case 'cursor':
      return [CURSOR, Math.round(part.x * UNITS_PER_PX), Math.round(part.y * UNITS_PER_PX)]
    case 'away':
      return [AWAY]
    case 'selection':
      return [SELECTION, part.ids]
    case 'stroke': {
      const { color, width, opacity, pen } = part
      const style: Props = { color, width, opacity, pen }
      return [STROKE, part.id, part.x, part.y, part.from, packPoints(part.points, part.zoom), style as Value]
    }
    case 'preview':
      return [PREVIEW, part.ops.map(opToValue)]
    case 'drag':
      return [DRAG, part.ids, Math.round(part.dx * UNITS_PER_PX), Math.round(part.dy * UNITS_PER_PX)]
    case 'cancel':
      return [CANCEL]
  }
}

/** Unpacks and checks a live message from anybody: what it shows has passed the checks of what is stored. Throws PackError. */
export function unpackLive(message: Uint8Array): LiveMessage {
  const parsed = packedMessage.safeParse(unpack(message))
  if (!parsed.success) throw new PackError("a live message has a shape that it can't have")
  const [number, parts] = parsed.data
  return { number, parts: parts.map(partFromValue) }
}

function partFromValue(part: z.infer<typeof packedPart>): LivePart {
  switch (part[0]) {
    case CURSOR:
      return { kind: 'cursor', x: part[1] / UNITS_PER_PX, y: part[2] / UNITS_PER_PX }
    case AWAY:
      return { kind: 'away' }
    case SELECTION:
      return { kind: 'selection', ids: part[1] }
    case STROKE:
      return strokeFromValue(part[1], part[2], part[3], part[4], part[5], part[6])
    case PREVIEW:
      return { kind: 'preview', ops: part[1].map(checkedOp) }
    case DRAG:
      return { kind: 'drag', ids: part[1], dx: part[2] / UNITS_PER_PX, dy: part[3] / UNITS_PER_PX }
    case CANCEL:
      return { kind: 'cancel' }
  }
}

function strokeFromValue(
  id: ElementId,
  x: number,
  y: number,
  from: number,
  packed: Uint8Array,
  style: Props,
): LivePart {
  checkedOp(opToValue({ op: 'set', id, props: { ...style, points: packed, x, y } }))
  const { color, width, opacity, pen } = style
  return {
    kind: 'stroke',
    id,
    x,
    y,
    from,
    points: unpackPoints(packed),
    color: typeof color === 'string' ? color : 'ink',
    width: typeof width === 'number' ? width : 2,
    opacity: typeof opacity === 'number' ? opacity : undefined,
    pen: pen === 'highlighter' ? 'highlighter' : undefined,
    zoom: 2 ** (packed[0] ?? 0),
  }
}

function checkedOp(value: Value): Op {
  const op = opFromValue(value)
  const problem = opProblem(op)
  if (problem) throw new PackError(problem)
  return op
}
