import {
  atMost,
  elementId,
  type LivePart,
  type Op,
  opFromValue,
  opProblem,
  opToValue,
  PackError,
  type Point,
  type Props,
  pack,
  packPoints,
  pointCount,
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
const LASER = 7

/** Cursors and drags travel in sixteenths of a px: finer than any eye at zoom 1, and two bytes shorter than a float. */
const UNITS_PER_PX = 16
/** Of a laser's trail: it is drawn also at the largest zoom, as a smooth line. */
const LASER_UNITS_PER_PX = 256

const coordinate = z.number().check(z.minimum(-LIMITS.coordinate * 2), z.maximum(LIMITS.coordinate * 2))
const units = z.int().check(z.minimum(-LIMITS.coordinate * 64), z.maximum(LIMITS.coordinate * 64))
const count = z.int().check(z.minimum(0), z.maximum(2 ** 31))
const ids = z.array(elementId).check(atMost(LIMITS.opsPerBatch))
const list = z.custom<Value[]>((value) => Array.isArray(value) && value.length <= LIMITS.opsPerBatch)
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const map = z.custom<Props>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

const cursor = z.tuple([z.literal(CURSOR), units, units])
const away = z.tuple([z.literal(AWAY)])
const selection = z.tuple([z.literal(SELECTION), ids])
const stroke = z.tuple([z.literal(STROKE), elementId, coordinate, coordinate, count, bytes, map])
const preview = z.tuple([z.literal(PREVIEW), list])
const drag = z.tuple([z.literal(DRAG), ids, units, units])
const index = z.int().check(z.minimum(0), z.maximum(LIMITS.dragIds))
const dragPart = z.tuple([z.literal(DRAG), ids, units, units, index, index])
const cancel = z.tuple([z.literal(CANCEL)])
/** x and y by turns, each as its distance from the one before. */
const steps = z.array(z.int()).check(atMost(2 * LIMITS.laserPoints))
const laser = z.tuple([z.literal(LASER), count, steps])
const packedMessage = z.tuple([count, z.array(z.custom<Value[]>((part) => Array.isArray(part))).check(atMost(20))])

/** The part, if it has that shape. The tag chose the shape: trying all of them one after the other takes eight times as long. */
function shaped<Part>(schema: z.ZodMiniType<Part>, part: readonly Value[]): Part {
  const parsed = schema.safeParse(part)
  if (!parsed.success) throw new PackError("a live message has a shape that it can't have")
  return parsed.data
}

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
    case 'drag': {
      const whole = [DRAG, part.ids, Math.round(part.dx * UNITS_PER_PX), Math.round(part.dy * UNITS_PER_PX)]
      return part.part ? [...whole, part.part.from, part.part.of] : whole
    }
    case 'laser':
      return [LASER, part.trail, stepsOf(part.points)]
    case 'cancel':
      return [CANCEL]
  }
}

/**
 * Unpacks and checks a live message from anybody: what it shows has passed the checks of what is stored. Throws PackError.
 *
 * @param unknown what becomes of parts of a kind that only a newer version knows
 */
export function unpackLive(message: Uint8Array, unknown: 'refused' | 'skipped' = 'refused'): LiveMessage {
  const parsed = packedMessage.safeParse(unpack(message))
  if (!parsed.success) throw new PackError("a live message has a shape that it can't have")
  const [number, parts] = parsed.data
  return { number, parts: (unknown === 'skipped' ? parts.filter(isKnown) : parts).map(partFromValue) }
}

const isKnown = ([kind]: readonly Value[]): boolean => typeof kind === 'number' && kind >= CURSOR && kind <= LASER

function partFromValue(part: readonly Value[]): LivePart {
  switch (part[0]) {
    case CURSOR: {
      const [, x, y] = shaped(cursor, part)
      return { kind: 'cursor', x: x / UNITS_PER_PX, y: y / UNITS_PER_PX }
    }
    case AWAY:
      shaped(away, part)
      return { kind: 'away' }
    case SELECTION:
      return { kind: 'selection', ids: shaped(selection, part)[1] }
    case STROKE:
      return strokeFromValue(shaped(stroke, part))
    case PREVIEW:
      return { kind: 'preview', ops: shaped(preview, part)[1].map(checkedOp) }
    case DRAG: {
      if (part.length <= 4) {
        const [, ids, dx, dy] = shaped(drag, part)
        return { kind: 'drag', ids, dx: dx / UNITS_PER_PX, dy: dy / UNITS_PER_PX }
      }
      const [, ids, dx, dy, from, of] = shaped(dragPart, part)
      return { kind: 'drag', ids, dx: dx / UNITS_PER_PX, dy: dy / UNITS_PER_PX, part: { from, of } }
    }
    case LASER: {
      const [, trail, steps] = shaped(laser, part)
      return { kind: 'laser', trail, points: pointsOf(steps) }
    }
    case CANCEL:
      shaped(cancel, part)
      return { kind: 'cancel' }
    default:
      throw new PackError('a live message has a part of no known kind')
  }
}

function strokeFromValue([, id, x, y, from, packed, style]: z.infer<typeof stroke>): LivePart {
  const problem = opProblem({ op: 'set', id, props: style })
  if (problem) throw new PackError(problem)
  if (pointCount(packed) > LIMITS.strokePoints) throw new PackError('a stroke has too many points')
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

function stepsOf(points: readonly Point[]): number[] {
  let [atX, atY] = [0, 0]
  return points.flatMap((point) => {
    const [x, y] = [Math.round(point.x * LASER_UNITS_PER_PX), Math.round(point.y * LASER_UNITS_PER_PX)]
    const step = [x - atX, y - atY]
    ;[atX, atY] = [x, y]
    return step
  })
}

function pointsOf(steps: readonly number[]): Point[] {
  if (steps.length % 2 !== 0) throw new PackError('a laser has half a point')
  const points: Point[] = []
  let [atX, atY] = [0, 0]
  for (let i = 0; i < steps.length; i += 2) {
    atX += steps[i] ?? 0
    atY += steps[i + 1] ?? 0
    const point = { x: atX / LASER_UNITS_PER_PX, y: atY / LASER_UNITS_PER_PX }
    if (Math.max(Math.abs(point.x), Math.abs(point.y)) > LIMITS.coordinate) throw new PackError('a laser is far away')
    points.push(point)
  }
  return points
}

function checkedOp(value: Value): Op {
  const op = opFromValue(value)
  const problem = opProblem(op)
  if (problem) throw new PackError(problem)
  return op
}
