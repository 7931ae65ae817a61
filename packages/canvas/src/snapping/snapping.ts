import type { Box } from '@inkwire/board'
import type { Guide } from './guide.ts'

/** In which directions something may still be moved. */
export interface Axes {
  readonly x: boolean
  readonly y: boolean
}

/** How far something goes to stick, world px, and what shows why. */
export interface Snap {
  readonly dx: number
  readonly dy: number
  readonly guides: readonly Guide[]
}

/** Stops this near to each other, px, are one: sums of coordinates are not exact. */
export const SAME = 1e-6

/**
 * How a box sticks to others: the nearest of its two edges and its middle that is not further than `tolerance` px from an edge or
 * the middle of another, for each axis by itself. A box that sticks already stays where it is.
 */
export function snappedTo(box: Box, others: readonly Box[], tolerance: number, axes: Axes): Snap {
  const dx = axes.x ? nearest(stopsX(box), others, stopsX, tolerance) : undefined
  const dy = axes.y ? nearest(stopsY(box), others, stopsY, tolerance) : undefined
  const [x, y] = [dx ?? 0, dy ?? 0]
  const moved = { minX: box.minX + x, minY: box.minY + y, maxX: box.maxX + x, maxY: box.maxY + y }
  const guides = [
    ...(dx === undefined ? [] : guidesOf('x', moved, others)),
    ...(dy === undefined ? [] : guidesOf('y', moved, others)),
  ]
  return { dx: x, dy: y, guides }
}

/** How the top left corner of a box gets to the nearest crossing of a grid. */
export function snappedToGrid({ minX, minY }: Box, spacing: number, axes: Axes): Snap {
  const step = (value: number) => Math.round(value / spacing) * spacing - value
  return { dx: axes.x ? step(minX) : 0, dy: axes.y ? step(minY) : 0, guides: [] }
}

type Stops = readonly [number, number, number]

const stopsX = ({ minX, maxX }: Box): Stops => [minX, (minX + maxX) / 2, maxX]
const stopsY = ({ minY, maxY }: Box): Stops => [minY, (minY + maxY) / 2, maxY]

function nearest(
  stops: Stops,
  others: readonly Box[],
  stopsOf: (box: Box) => Stops,
  tolerance: number,
): number | undefined {
  let best: number | undefined
  for (const other of others) {
    for (const there of stopsOf(other)) {
      for (const here of stops) {
        const by = there - here
        if (Math.abs(by) <= tolerance && (best === undefined || Math.abs(by) < Math.abs(best))) best = by
      }
    }
  }
  return best
}

/** A line for each stop that others share now, as long as they are all together. */
function guidesOf(axis: Guide['axis'], box: Box, others: readonly Box[]): Guide[] {
  const [stopsOf, lengthOf] = axis === 'x' ? [stopsX, stopsY] : [stopsY, stopsX]
  const guides: Guide[] = []
  for (const at of stopsOf(box)) {
    if (guides.some((guide) => Math.abs(guide.at - at) <= SAME)) continue
    const sharing = others.filter((other) => stopsOf(other).some((stop) => Math.abs(stop - at) <= SAME))
    if (sharing.length === 0) continue
    const ends = [box, ...sharing].map(lengthOf)
    guides.push({
      axis,
      at,
      from: Math.min(...ends.map(([from]) => from)),
      to: Math.max(...ends.map(([, , to]) => to)),
    })
  }
  return guides
}
