import { getStrokeOutlinePoints, type StrokePoint as LinePoint } from 'perfect-freehand'
import type { Point } from '../../box.ts'
import { ellipsePath, type Path, smoothPath } from '../../path.ts'
import type { StrokePoint } from '../../points.ts'
import { densified, STROKE_SMOOTHING, STROKE_STREAMLINE, STROKE_THINNING } from './stroke.ts'

/** So many points further on, the part of a stroke before them is painted once and for all. */
const FREEZE_POINTS = 200
/** The last points are not frozen: the curve through them follows from those to come, and live sends them again. */
const LOOSE_POINTS = 10
/** Places of the centre line that neighbouring pieces share, so that no seam shows between them. */
const SHARED_PLACES = 6
/** How near perfect-freehand brings its line to each next point: a share of the way. */
const STEP = 0.15 + (1 - STROKE_STREAMLINE) * 0.85

/** What the looks of a stroke that grows depend on: its corner and width in world px, and whether pressure counts. */
export interface StrokeLook {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly highlighter: boolean
}

/** How far perfect-freehand's line was drawn. */
interface Progress {
  /** The last of the raw points that is in it. */
  readonly index: number
  readonly last: LinePoint
  /** How far the pen went, px. */
  readonly length: number
  /** That is as far as the line is wide: before it has no direction. */
  readonly begun: boolean
}

/**
 * A stroke that is being drawn, as pieces that together look as the whole will: what lies back doesn't change any more, so that
 * the next point costs the same however long the stroke is. The points are only ever added to.
 */
export class GrowingStroke {
  /** What doesn't change any more, from the first point on. World px. */
  readonly frozen: Path[] = []
  private progress: Progress | undefined
  /** The last places of the line that is frozen. */
  private seam: LinePoint[] = []

  constructor(readonly look: StrokeLook) {}

  /** The piece after what is frozen, to the last of these points: all of the stroke so far, and those that may follow. */
  extend(points: readonly StrokePoint[], predicted: readonly StrokePoint[] = []): Path {
    while (points.length - LOOSE_POINTS > (this.progress?.index ?? 0) + FREEZE_POINTS) {
      this.freeze(points, (this.progress?.index ?? 0) + FREEZE_POINTS)
    }
    const all = predicted.length > 0 ? [...points, ...predicted] : points
    if (isOnePlace(all)) return this.dot(all)
    const { line } = this.drawn(all, all.length - 1, true)
    return this.outlined([...this.seam, ...line])
  }

  private freeze(points: readonly StrokePoint[], index: number): void {
    const { line, progress } = this.drawn(points, index, false)
    this.progress = progress
    const whole = [...this.seam, ...line]
    this.frozen.push(this.outlined(whole))
    // As far back as the line is wide: its sides end where nothing is bent by its round end any more.
    const end = progress.last.runningLength - this.look.width
    const far = whole.findLastIndex(({ runningLength }) => runningLength < end)
    this.seam = whole.slice(Math.min(whole.length - SHARED_PLACES, Math.max(0, far)))
  }

  /** The line from where it was drawn to, up to a point: as perfect-freehand's getStrokePoints goes on there. */
  private drawn(
    points: readonly StrokePoint[],
    index: number,
    ends: boolean,
  ): { line: LinePoint[]; progress: Progress } {
    const from = this.progress ? this.progress.index + 1 : 0
    const dense = densified(points, this.look.width, from, index + 1)
    const [first] = dense
    if (dense.length === 2 && !this.progress && first) dense.splice(0, 2, ...quartered(dense))
    const line: LinePoint[] = []
    let last = this.progress?.last
    let begun = this.progress?.begun ?? false
    let length = this.progress?.length ?? 0
    for (const [i, { x, y, pressure }] of dense.entries()) {
      const isEnd = ends && i === dense.length - 1
      if (!last) {
        last = { point: [x, y], pressure, vector: [1, 1], distance: 0, runningLength: 0 }
        line.push(last)
        continue
      }
      const [atX, atY] = last.point
      const point: [number, number] = isEnd ? [x, y] : [atX + (x - atX) * STEP, atY + (y - atY) * STEP]
      const distance = Math.hypot(point[0] - atX, point[1] - atY)
      if (distance === 0) continue
      length += distance
      // The line is begun once the pen has gone as far as it is wide.
      if (!isEnd && !begun && length < this.look.width) continue
      if (!isEnd) begun = true
      const next: LinePoint = {
        point,
        pressure,
        vector: [(atX - point[0]) / distance, (atY - point[1]) / distance],
        distance,
        runningLength: length,
      }
      last = next
      line.push(next)
    }
    const [start, second] = line
    if (!this.progress && start && second) line[0] = { ...start, vector: second.vector }
    return { line, progress: { index, last: last ?? NOWHERE, length, begun } }
  }

  private outlined(line: LinePoint[]): Path {
    const { x, y, width, highlighter } = this.look
    const outline = getStrokeOutlinePoints(line, {
      size: width,
      thinning: highlighter ? 0 : STROKE_THINNING,
      smoothing: STROKE_SMOOTHING,
      simulatePressure: false,
      last: true,
    })
    return smoothPath(outline.map((point) => ({ x: x + (point[0] ?? 0), y: y + (point[1] ?? 0) })))
  }

  private dot(points: readonly StrokePoint[]): Path {
    const { x, y, width, highlighter } = this.look
    const [first] = points
    if (!first) return []
    const thinning = highlighter ? 0 : STROKE_THINNING
    const radius = Math.max(...points.map(({ pressure }) => width * (0.5 - thinning * (0.5 - pressure))))
    return ellipsePath(x + first.x, y + first.y, radius, radius)
  }
}

const NOWHERE: LinePoint = { point: [0, 0], pressure: 0, vector: [1, 1], distance: 0, runningLength: 0 }

/** Two points alone, with others between them, as perfect-freehand adds them. */
function quartered(dense: readonly StrokePoint[]): StrokePoint[] {
  const [from, to] = dense
  if (!from || !to) return [...dense]
  // perfect-freehand gives the added points no pressure, which it reads as the middle.
  const between = [1, 2, 3, 4].map((i) => ({
    x: from.x + ((to.x - from.x) * i) / 4,
    y: from.y + ((to.y - from.y) * i) / 4,
    pressure: 0.5,
  }))
  return [from, ...between]
}

function isOnePlace(points: readonly Point[]): boolean {
  const [first] = points
  return first !== undefined && points.every(({ x, y }) => x === first.x && y === first.y)
}
