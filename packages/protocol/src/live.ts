import {
  type ElementId,
  isElementId,
  type LiveMore,
  type LivePart,
  type LiveStroke,
  type Op,
  opFromValue,
  opProblem,
  opToValue,
  PackError,
  type Point,
  type Props,
  pack,
  packLivePoints,
  packPoints,
  pointCount,
  unpack,
  unpackLivePoints,
  unpackPoints,
  type Value,
} from '@inkwire/board'
import { LIMITS } from './limits.ts'

/** What stands in a live message: what is shown, and how what was shown goes on. */
export type SentPart = LivePart | LiveMore

/** A live message: what an actor shows, and the number of the batch that its stroke, preview or drag is going to be. */
export interface LiveMessage {
  readonly number: number
  readonly parts: readonly SentPart[]
}

const CURSOR = 0
const AWAY = 1
const SELECTION = 2
const STROKE = 3
const PREVIEW = 4
const DRAG = 5
const CANCEL = 6
const LASER = 7
const MORE = 8

/** Cursors and drags travel in sixteenths of a px: finer than any eye at zoom 1, and two bytes shorter than a float. */
const UNITS_PER_PX = 16
/** Of a laser's trail: it is drawn also at the largest zoom, as a smooth line. */
const LASER_UNITS_PER_PX = 256

const FARTHEST = 2 * LIMITS.coordinate
const FARTHEST_UNITS = 64 * LIMITS.coordinate
const LARGEST_COUNT = 2 ** 31
/** Parts of one message. */
const MOST_PARTS = 20

// By hand, not by schema: a server checks tens of thousands of these a second, and schemas took a fifth of its time.
function misshapen(): never {
  throw new PackError("a live message has a shape that it can't have")
}
type Item = Value | undefined
const whole = (value: Item, least: number, most: number): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most ? value : misshapen()
const count = (value: Item): number => whole(value, 0, LARGEST_COUNT)
const units = (value: Item): number => whole(value, -FARTHEST_UNITS, FARTHEST_UNITS)
const index = (value: Item): number => whole(value, 0, LIMITS.dragIds)
const coordinate = (value: Item): number =>
  typeof value === 'number' && Math.abs(value) <= FARTHEST ? value : misshapen()
const list = (value: Item, most: number): readonly Value[] =>
  Array.isArray(value) && value.length <= most ? value : misshapen()
const id = (value: Item): ElementId => (isElementId(value) ? value : misshapen())
const ids = (value: Item): ElementId[] => list(value, LIMITS.opsPerBatch).map(id)
const bytes = (value: Item): Uint8Array => (value instanceof Uint8Array ? value : misshapen())
const map = (value: Item): Props => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) misshapen()
  return value as Props
}

/** Packs a live message. Throws PackError when a part holds what is no value. */
export function packLive(message: LiveMessage): Uint8Array {
  return pack([message.number, message.parts.map(partToValue)])
}

function partToValue(part: SentPart): Value {
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
    case 'more':
      return [MORE, part.from, packLivePoints(part.points, part.zoom)]
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
  const items = list(unpack(message), 2)
  const parts = list(items[1], MOST_PARTS)
  return { number: count(items[0]), parts: (unknown === 'skipped' ? parts.filter(isKnown) : parts).map(partFromValue) }
}

const isKnown = (part: Value): boolean => {
  const kind = Array.isArray(part) ? part[0] : undefined
  return typeof kind === 'number' && kind >= CURSOR && kind <= MORE
}

/** How many items a part has, its kind among them; a drag of many ids tells in two more which of them these are. */
const PART_LENGTHS: readonly number[] = [3, 1, 2, 7, 2, 4, 1, 3, 3]
const LONG_DRAG = 6
const LONGEST_PART = 7

// Items by their index: taking a list apart by a pattern goes through its iterator, which took as long as all the checks.
function partFromValue(value: Value): SentPart {
  const part = list(value, LONGEST_PART)
  const kind = part[0]
  const isLongDrag = kind === DRAG && part.length === LONG_DRAG
  if (part.length !== PART_LENGTHS[whole(kind, CURSOR, MORE)] && !isLongDrag) misshapen()
  switch (kind) {
    case CURSOR:
      return { kind: 'cursor', x: units(part[1]) / UNITS_PER_PX, y: units(part[2]) / UNITS_PER_PX }
    case AWAY:
      return { kind: 'away' }
    case SELECTION:
      return { kind: 'selection', ids: ids(part[1]) }
    case STROKE:
      return strokeOf(part)
    case PREVIEW:
      return { kind: 'preview', ops: list(part[1], LIMITS.opsPerBatch).map(checkedOp) }
    case DRAG: {
      const [dx, dy] = [units(part[2]) / UNITS_PER_PX, units(part[3]) / UNITS_PER_PX]
      if (!isLongDrag) return { kind: 'drag', ids: ids(part[1]), dx, dy }
      return { kind: 'drag', ids: ids(part[1]), dx, dy, part: { from: index(part[4]), of: index(part[5]) } }
    }
    case LASER:
      return { kind: 'laser', trail: count(part[1]), points: pointsOf(list(part[2], 2 * LIMITS.laserPoints)) }
    case MORE:
      return { kind: 'more', from: count(part[1]), ...unpackLivePoints(bytes(part[2]), LIMITS.strokePoints) }
    case CANCEL:
      return { kind: 'cancel' }
    default:
      return misshapen()
  }
}

function strokeOf(part: readonly Value[]): LiveStroke {
  const strokeId = id(part[1])
  const packed = bytes(part[5])
  const style = map(part[6])
  const problem = opProblem({ op: 'set', id: strokeId, props: style })
  if (problem) throw new PackError(problem)
  if (pointCount(packed) > LIMITS.strokePoints) throw new PackError('a stroke has too many points')
  const { color, width, opacity, pen } = style
  return {
    kind: 'stroke',
    id: strokeId,
    x: coordinate(part[2]),
    y: coordinate(part[3]),
    from: count(part[4]),
    points: unpackPoints(packed),
    color: typeof color === 'string' ? color : 'ink',
    width: typeof width === 'number' ? width : 2,
    opacity: typeof opacity === 'number' ? opacity : undefined,
    pen: pen === 'highlighter' ? 'highlighter' : undefined,
    zoom: 2 ** (packed[0] ?? 0),
  }
}

/** From a laser's point to the next one, in its units. */
const step = (value: Item): number => whole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

function stepsOf(points: readonly Point[]): number[] {
  let [atX, atY] = [0, 0]
  return points.flatMap((point) => {
    const [x, y] = [Math.round(point.x * LASER_UNITS_PER_PX), Math.round(point.y * LASER_UNITS_PER_PX)]
    const step = [x - atX, y - atY]
    ;[atX, atY] = [x, y]
    return step
  })
}

function pointsOf(steps: readonly Value[]): Point[] {
  if (steps.length % 2 !== 0) throw new PackError('a laser has half a point')
  const points: Point[] = []
  let [atX, atY] = [0, 0]
  for (let i = 0; i < steps.length; i += 2) {
    atX += step(steps[i])
    atY += step(steps[i + 1])
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
