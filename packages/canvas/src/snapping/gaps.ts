import { type Box, boxMoved } from '@inkwire/board'
import type { Guide } from './guide.ts'
import { type Axes, SAME, type Snap, snappedTo } from './snapping.ts'

/** So many of a row are looked at, the nearest: each two of them may have a gap between them. */
const MOST_IN_ROW = 20
/** So many places are tried for each axis, the nearest first. */
const MOST_TRIED = 12

type Axis = Guide['axis']

/** A box as its row sees it, world px: from where to where along the row, and across it. */
interface Bar {
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
}

/** What is free between two that face each other. */
interface Gap {
  readonly before: Bar
  readonly after: Bar
}

/** Those that a box shares a row with, and the gaps that they have among themselves. */
interface Row {
  readonly bars: readonly Bar[]
  readonly gaps: readonly Gap[]
}

/**
 * How a box sticks to others, besides their edges and middles also where its gap to a neighbour is the one that this has to its next,
 * or where it stands in the middle between two; for each axis the nearer of both ways, edges where they are as near.
 *
 * @param tolerance how far it goes, px; smaller gaps are none
 * @param edges how it sticks to edges and middles of the same others
 */
export function snappedToGaps(box: Box, others: readonly Box[], tolerance: number, axes: Axes, edges: Snap): Snap {
  const edgeOf = (axis: Axis, by: number) => (edges.guides.some((guide) => guide.axis === axis) ? by : undefined)
  const gapOf = (axis: Axis, placed: Box) => (axes[axis] ? offsetTo(barOf(placed, axis), rowOf(placed, others, axis, tolerance), tolerance) : undefined) // biome-ignore format: one row
  const marksOf = (axis: Axis, placed: Box) => (axes[axis] ? marksAt(placed, others, axis, tolerance) : [])

  const dx = nearer(edgeOf('x', edges.dx), gapOf('x', boxMoved(box, 0, edges.dy)))
  const dy = nearer(edgeOf('y', edges.dy), gapOf('y', boxMoved(box, dx, 0)))
  const both = boxMoved(box, dx, dy)
  // The way down may lead out of the row that the way across was found in.
  const isOut = dx !== edges.dx && dy !== edges.dy && marksOf('x', both).length === 0
  const placed = isOut ? boxMoved(box, dx, edges.dy) : both
  const lines = snappedTo(placed, others, SAME, {
    x: axes.x && edges.guides.some(({ axis }) => axis === 'x'),
    y: axes.y && edges.guides.some(({ axis }) => axis === 'y'),
  })
  return {
    dx,
    dy: isOut ? edges.dy : dy,
    guides: [...lines.guides, ...marksOf('x', placed), ...marksOf('y', placed)],
  }
}

/** The shorter way; the one to an edge where they are as long. */
function nearer(edge: number | undefined, gap: number | undefined): number {
  if (gap === undefined) return edge ?? 0
  return edge !== undefined && Math.abs(edge) <= Math.abs(gap) + SAME ? edge : gap
}

function barOf({ minX, minY, maxX, maxY }: Box, axis: Axis): Bar {
  return axis === 'x'
    ? { from: minX, to: maxX, low: minY, high: maxY }
    : { from: minY, to: maxY, low: minX, high: maxX }
}

function rowOf(box: Box, others: readonly Box[], axis: Axis, least: number): Row {
  const mine = barOf(box, axis)
  const away = (bar: Bar) => Math.max(bar.from - mine.to, mine.from - bar.to)
  const bars = others
    .map((other) => barOf(other, axis))
    .filter((bar) => faces(bar, mine))
    .sort((a, b) => away(a) - away(b))
    .slice(0, MOST_IN_ROW)
  return { bars, gaps: bars.flatMap((before) => gapsAfter(before, bars, bars, least)) }
}

/** How far a box goes, px, to the nearest place where its gaps are equal; undefined where that is too far. */
function offsetTo(mine: Bar, row: Row, tolerance: number): number | undefined {
  const ways: number[] = []
  for (const gap of row.gaps) {
    const { before, after } = gap
    ways.push(after.to + lengthOf(gap) - mine.from)
    ways.push(before.from - lengthOf(gap) - mine.to)
    ways.push((before.to + after.from - mine.from - mine.to) / 2)
  }
  const near = ways.filter((way) => Math.abs(way) <= tolerance).sort((a, b) => Math.abs(a) - Math.abs(b))
  const places = near.filter((way, i) => i === 0 || Math.abs(way - (near[i - 1] ?? 0)) > SAME)
  return places.slice(0, MOST_TRIED).find((way) => {
    return equalGaps({ ...mine, from: mine.from + way, to: mine.to + way }, row, tolerance).length > 0
  })
}

function marksAt(box: Box, others: readonly Box[], axis: Axis, least: number): Guide[] {
  const equal = equalGaps(barOf(box, axis), rowOf(box, others, axis, least), least)
  const middle = middleOf(equal.flatMap(({ before, after }) => [before, after]))
  const marks: Guide[] = []
  for (const { before, after } of equal) {
    const at = middle ?? middleOf([before, after]) ?? before.low
    if (marks.some((mark) => mark.at === at && Math.abs(mark.from - before.to) <= SAME)) continue
    marks.push({ axis: axis === 'x' ? 'y' : 'x', at, from: before.to, to: after.from, isGap: true })
  }
  return marks
}

/** The gaps of a row that are equal, where one at a box is the same as the next one, on its other side or behind its neighbour. */
function equalGaps(mine: Bar, { bars, gaps }: Row, least: number): Gap[] {
  const withMe = [...bars, mine]
  const left = bars.flatMap((bar) => gapsAfter(bar, [mine], withMe, least))
  const right = gapsAfter(mine, bars, withMe, least)
  const free = gaps.filter(({ before, after }) => mine.to <= before.to + SAME || mine.from >= after.from - SAME)
  const lengths = [
    ...left.filter((own) => [...right, ...free.filter(({ after }) => after === own.before)].some((gap) => isEqual(gap, own))), // biome-ignore format: one row
    ...right.filter((own) => free.some((gap) => gap.before === own.after && isEqual(gap, own))),
  ]
  return [...left, ...right, ...free].filter((gap) => lengths.some((own) => isEqual(gap, own)))
}

/** The gaps from one to those that come after it: to what faces it, with nothing between. */
function gapsAfter(before: Bar, afters: readonly Bar[], bars: readonly Bar[], least: number): Gap[] {
  return afters
    .filter((after) => after.from - before.to >= least && faces(before, after))
    .map((after) => ({ before, after }))
    .filter((gap) => !bars.some((bar) => isBetween(bar, gap)))
}

/** Whether something stands in a gap; what reaches from one side of it to the other lies under both, as a frame does. */
function isBetween(bar: Bar, { before, after }: Gap): boolean {
  const [from, to] = [before.to, after.from]
  const reaches = bar.from < to - SAME && bar.to > from + SAME
  const spans = bar.from <= from + SAME && bar.to >= to - SAME
  return reaches && !spans && faces(bar, before) && faces(bar, after)
}

const faces = (a: Bar, b: Bar) => a.low < b.high && b.low < a.high
const lengthOf = ({ before, after }: Gap) => after.from - before.to
const isEqual = (a: Gap, b: Gap) => Math.abs(lengthOf(a) - lengthOf(b)) <= SAME

/** The middle of what all share across their row; undefined where that is nothing. */
function middleOf(bars: readonly Bar[]): number | undefined {
  const low = Math.max(...bars.map((bar) => bar.low))
  const high = Math.min(...bars.map((bar) => bar.high))
  return low < high ? (low + high) / 2 : undefined
}
