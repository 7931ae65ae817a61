import { crossing, nearestOnSegment } from '../../area.ts'
import { type Box, boxAround, type Point } from '../../box.ts'
import type { Target } from './ends.ts'

/** How far a way of right angles stays from the shapes that it joins, px. */
const MARGIN = 20
/** A corner counts as much as so many px more, a side that looks away from the other shape, and going through a shape or back over itself. */
const CORNER_COST = 30
const AWAY_COST = 40
const MISTAKE_COST = 100_000

/** A place where such a way can begin or end, and the direction in which it leaves from there; undefined: any. */
interface Exit {
  readonly at: Point
  readonly direction: Direction | undefined
}

type Direction = readonly [x: -1 | 0 | 1, y: -1 | 0 | 1]

const DIRECTIONS: readonly Direction[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
]

/** One end of a way of right angles: a point, or the sides of a shape. */
export interface ElbowEnd {
  readonly exits: readonly Exit[]
  /** What the way goes around. */
  readonly box: Box | undefined
}

/** An end that is not bound. */
export function freeEnd(at: Point): ElbowEnd {
  return { exits: [{ at, direction: undefined }], box: undefined }
}

/** An end at a target: level with its anchor or right above or below it, at the outline. */
export function boundEnd({ outline, anchor, distance }: Target): ElbowEnd {
  const box = boxAround(outline)
  if (!box) return freeEnd(anchor)
  const reach = box.maxX - box.minX + (box.maxY - box.minY) + 1
  const exits: Exit[] = []
  for (const direction of DIRECTIONS) {
    const [x, y] = direction
    const from = { x: anchor.x + x * reach, y: anchor.y + y * reach }
    const crossed = firstCrossing(from, anchor, outline)
    if (!crossed) continue
    // Where the way runs along a side, the crossing is anywhere near it.
    const first = nearestOnOutline(crossed, outline)
    exits.push({ at: { x: first.x + x * distance, y: first.y + y * distance }, direction })
  }
  if (exits.length > 0) return { exits, box }
  return { exits: [{ at: nearestOnOutline(anchor, outline), direction: undefined }], box }
}

function nearestOnOutline(point: Point, outline: readonly Point[]): Point {
  let nearest = point
  let least = Infinity
  for (const [i, corner] of outline.entries()) {
    const near = nearestOnSegment(point, corner, outline[(i + 1) % outline.length] ?? corner)
    const away = Math.hypot(near.x - point.x, near.y - point.y)
    if (away < least) [nearest, least] = [near, away]
  }
  return nearest
}

/** The shortest way of right angles with few corners that goes through neither shape, as far as there is one. */
export function elbowWay(start: ElbowEnd, end: ElbowEnd): Point[] {
  let best: Point[] = []
  let least = Infinity
  const facing = facingDirection(start, end)
  for (const a of start.exits) {
    for (const b of end.exits) {
      const away = awayCost(a, facing, 1) + awayCost(b, facing, -1)
      const margin = marginBetween(a, b)
      const from = stubEnd(a, start.box, margin)
      const to = stubEnd(b, end.box, margin)
      for (const between of waysBetween(from, to, start.box, end.box)) {
        const way = [a.at, from, ...between, to, b.at]
        const cost = away + costOf(way, start.box, end.box)
        if (cost < least) [best, least] = [way, cost]
      }
    }
  }
  return withoutStraight(best)
}

function firstCrossing(from: Point, to: Point, outline: readonly Point[]): Point | undefined {
  let first: number | undefined
  for (const [i, corner] of outline.entries()) {
    const t = crossing(from, to, corner, outline[(i + 1) % outline.length] ?? corner)
    if (t !== undefined && (first === undefined || t < first)) first = t
  }
  return first === undefined ? undefined : { x: from.x + first * (to.x - from.x), y: from.y + first * (to.y - from.y) }
}

/** The direction in which one end lies from the other by the wider gap; undefined where they lie side by side in neither. */
function facingDirection(start: ElbowEnd, end: ElbowEnd): Direction | undefined {
  const [a, b] = [start, end].map(({ box, exits }) => box ?? boxAround(exits.map(({ at }) => at)))
  if (!a || !b) return undefined
  const [right, left, down, up] = [b.minX - a.maxX, a.minX - b.maxX, b.minY - a.maxY, a.minY - b.maxY]
  if (Math.max(right, left, down, up) <= 0) return undefined
  if (Math.max(right, left) >= Math.max(down, up)) return right > left ? [1, 0] : [-1, 0]
  return down > up ? [0, 1] : [0, -1]
}

function awayCost({ direction }: Exit, facing: Direction | undefined, sign: 1 | -1): number {
  if (!direction || !facing) return 0
  return direction[0] === sign * facing[0] && direction[1] === sign * facing[1] ? 0 : AWAY_COST
}

/** Sides that face each other nearer than two margins share the room between them. */
function marginBetween(a: Exit, b: Exit): number {
  if (!a.direction || !b.direction) return MARGIN
  const [x, y] = a.direction
  if (x !== -b.direction[0] || y !== -b.direction[1]) return MARGIN
  const gap = (b.at.x - a.at.x) * x + (b.at.y - a.at.y) * y
  return gap > 0 ? Math.min(MARGIN, gap / 2) : MARGIN
}

/** Where a way may turn first: beyond the shape's box. */
function stubEnd({ at, direction }: Exit, box: Box | undefined, margin: number): Point {
  if (!direction || !box) return at
  const [x, y] = direction
  if (x !== 0) return { x: x > 0 ? Math.max(at.x, box.maxX) + margin : Math.min(at.x, box.minX) - margin, y: at.y }
  return { x: at.x, y: y > 0 ? Math.max(at.y, box.maxY) + margin : Math.min(at.y, box.minY) - margin }
}

function waysBetween(from: Point, to: Point, first: Box | undefined, second: Box | undefined): Point[][] {
  const ways: Point[][] = []
  const boxes = [first, second].filter((box) => box !== undefined)
  const columns = [
    (from.x + to.x) / 2,
    Math.min(from.x, to.x, ...boxes.map(({ minX }) => minX - MARGIN)),
    Math.max(from.x, to.x, ...boxes.map(({ maxX }) => maxX + MARGIN)),
  ]
  const rows = [
    (from.y + to.y) / 2,
    Math.min(from.y, to.y, ...boxes.map(({ minY }) => minY - MARGIN)),
    Math.max(from.y, to.y, ...boxes.map(({ maxY }) => maxY + MARGIN)),
  ]
  if (first && second) {
    // The middle of the room between the shapes, where there is some.
    const column = middleBetween(first.minX, first.maxX, second.minX, second.maxX)
    const row = middleBetween(first.minY, first.maxY, second.minY, second.maxY)
    if (column !== undefined) columns.unshift(column)
    if (row !== undefined) rows.unshift(row)
  }
  for (const x of columns) ways.push([{ x, y: from.y }, { x, y: to.y }]) // biome-ignore format: one row
  for (const y of rows) ways.push([{ x: from.x, y }, { x: to.x, y }]) // biome-ignore format: one row
  // Last: of ways that cost the same, the first is taken, and a step looks best in the middle.
  ways.push([{ x: from.x, y: to.y }], [{ x: to.x, y: from.y }])
  return ways
}

function middleBetween(minA: number, maxA: number, minB: number, maxB: number): number | undefined {
  if (maxA < minB) return (maxA + minB) / 2
  return maxB < minA ? (maxB + minA) / 2 : undefined
}

function costOf(way: readonly Point[], first: Box | undefined, second: Box | undefined): number {
  let cost = 0
  let before: Point | undefined
  for (let i = 0; i + 1 < way.length; i++) {
    const [a, b] = [way[i], way[i + 1]]
    if (!a || !b) continue
    const step = { x: Math.sign(b.x - a.x), y: Math.sign(b.y - a.y) }
    if (step.x === 0 && step.y === 0) continue
    cost += Math.abs(b.x - a.x) + Math.abs(b.y - a.y)
    // It leaves its own shape from within the box.
    if (first && i > 0 && crossesBox(a, b, first)) cost += MISTAKE_COST
    if (second && i + 2 < way.length && crossesBox(a, b, second)) cost += MISTAKE_COST
    if (before && (step.x !== before.x || step.y !== before.y)) {
      cost += step.x === -before.x && step.y === -before.y ? MISTAKE_COST : CORNER_COST
    }
    before = step
  }
  return cost
}

/** Whether a level or upright line goes through a box, not only along it. */
function crossesBox(a: Point, b: Point, box: Box): boolean {
  const [minX, maxX, minY, maxY] = [Math.min(a.x, b.x), Math.max(a.x, b.x), Math.min(a.y, b.y), Math.max(a.y, b.y)]
  return maxX > box.minX && minX < box.maxX && maxY > box.minY && minY < box.maxY
}

/** Without points that lie on the way between their neighbours. */
function withoutStraight(way: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (const point of way) {
    const [last, before] = [kept.at(-1), kept.at(-2)]
    if (last && last.x === point.x && last.y === point.y) continue
    const straight =
      last &&
      before &&
      ((before.x === last.x && last.x === point.x && (last.y - before.y) * (point.y - last.y) > 0) ||
        (before.y === last.y && last.y === point.y && (last.x - before.x) * (point.x - last.x) > 0))
    if (straight) kept.pop()
    kept.push(point)
  }
  return kept
}
