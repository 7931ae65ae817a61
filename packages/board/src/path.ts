import { type Point, turned } from './box.ts'

/** One step of a path, as in SVG: move, line, quadratic and cubic curve (control points first), close. */
export type PathCommand =
  | readonly ['M', x: number, y: number]
  | readonly ['L', x: number, y: number]
  | readonly ['Q', x1: number, y1: number, x: number, y: number]
  | readonly ['C', x1: number, y1: number, x2: number, y2: number, x: number, y: number]
  | readonly ['Z']

export type Path = readonly PathCommand[]

/** A path as straight segments. */
export interface Polyline {
  readonly points: readonly Point[]
  readonly closed: boolean
}

/** How far the control points of a cubic lie along the tangent for a quarter of a circle of radius 1. */
const QUARTER = 0.5522847498
/** Segments that a curve is cut into: twice the root of its length keeps the error below 0.05 px. */
const [MIN_SEGMENTS, MAX_SEGMENTS] = [8, 100]

/** Straight lines from point to point. */
export function polygonPath(points: readonly Point[], closed: boolean): Path {
  const path: PathCommand[] = points.map(({ x, y }, i) => [i === 0 ? 'M' : 'L', x, y] as const)
  if (closed && path.length > 0) path.push(['Z'])
  return path
}

/** A closed polygon whose corners are rounded, each at most as far as the middles of its sides. */
export function roundedPolygonPath(points: readonly Point[], radius: number): Path {
  if (!(radius > 0) || points.length < 3) return polygonPath(points, true)
  const path: PathCommand[] = []
  for (const [i, corner] of points.entries()) {
    const before = points.at(i - 1) ?? corner
    const after = points[(i + 1) % points.length] ?? corner
    const [toX, toY, awayX, awayY] = [before.x - corner.x, before.y - corner.y, after.x - corner.x, after.y - corner.y]
    const [to, away] = [Math.hypot(toX, toY), Math.hypot(awayX, awayY)]
    if (to === 0 || away === 0) continue
    const cosine = (toX * awayX + toY * awayY) / (to * away)
    // From the corner to where a circle of the radius touches the sides.
    const touching = radius * Math.sqrt(Math.max(0, (1 + cosine) / Math.max(1e-9, 1 - cosine)))
    const cut = Math.min(touching, to / 2, away / 2)
    const x = corner.x + (toX / to) * cut
    const y = corner.y + (toY / to) * cut
    path.push([path.length === 0 ? 'M' : 'L', x, y])
    path.push(['Q', corner.x, corner.y, corner.x + (awayX / away) * cut, corner.y + (awayY / away) * cut])
  }
  if (path.length > 0) path.push(['Z'])
  return path
}

export function ellipsePath(cx: number, cy: number, rx: number, ry: number): Path {
  const [kx, ky] = [rx * QUARTER, ry * QUARTER]
  return [
    ['M', cx + rx, cy],
    ['C', cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry],
    ['C', cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy],
    ['C', cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry],
    ['C', cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy],
    ['Z'],
  ]
}

/** A rectangle with corners of a radius, which is cut to half of the shorter side. */
export function rectanglePath(x: number, y: number, w: number, h: number, radius = 0): Path {
  const r = Math.min(Math.max(0, radius), w / 2, h / 2)
  if (r === 0) {
    return [['M', x, y], ['L', x + w, y], ['L', x + w, y + h], ['L', x, y + h], ['Z']] // biome-ignore format: one row
  }
  const k = r * (1 - QUARTER)
  return [
    ['M', x + r, y],
    ['L', x + w - r, y],
    ['C', x + w - k, y, x + w, y + k, x + w, y + r],
    ['L', x + w, y + h - r],
    ['C', x + w, y + h - k, x + w - k, y + h, x + w - r, y + h],
    ['L', x + r, y + h],
    ['C', x + k, y + h, x, y + h - k, x, y + h - r],
    ['L', x, y + r],
    ['C', x, y + k, x + k, y, x + r, y],
    ['Z'],
  ]
}

/** A closed path through the midpoints of a polygon's sides: as smooth as perfect-freehand's outlines want to be drawn. */
export function smoothPath(outline: readonly Point[]): Path {
  const [first, second] = outline
  if (!first || !second) return []
  const path: PathCommand[] = [['M', (first.x + second.x) / 2, (first.y + second.y) / 2]]
  for (let i = 1; i <= outline.length; i++) {
    const a = outline[i % outline.length] ?? first
    const b = outline[(i + 1) % outline.length] ?? first
    path.push(['Q', a.x, a.y, (a.x + b.x) / 2, (a.y + b.y) / 2])
  }
  path.push(['Z'])
  return path
}

/** An open curve through points (Catmull-Rom). */
export function curvePath(points: readonly Point[]): Path {
  const [first] = points
  if (!first) return []
  const path: PathCommand[] = [['M', first.x, first.y]]
  for (let i = 0; i + 1 < points.length; i++) {
    const b = points[i] ?? first
    const c = points[i + 1] ?? b
    const a = points[i - 1] ?? b
    const d = points[i + 2] ?? c
    path.push([
      'C',
      b.x + (c.x - a.x) / 6,
      b.y + (c.y - a.y) / 6,
      c.x - (d.x - b.x) / 6,
      c.y - (d.y - b.y) / 6,
      c.x,
      c.y,
    ])
  }
  return path
}

/** The path turned around a centre. */
export function turnedPath(path: Path, centre: Point, angle: number): Path {
  if (angle === 0) return path
  const at = (x: number, y: number): [number, number] => {
    const point = turned({ x, y }, centre, angle)
    return [point.x, point.y]
  }
  const step = (command: PathCommand): PathCommand => {
    switch (command[0]) {
      case 'M':
        return ['M', ...at(command[1], command[2])]
      case 'L':
        return ['L', ...at(command[1], command[2])]
      case 'Q':
        return ['Q', ...at(command[1], command[2]), ...at(command[3], command[4])]
      case 'C':
        return ['C', ...at(command[1], command[2]), ...at(command[3], command[4]), ...at(command[5], command[6])]
      case 'Z':
        return command
    }
  }
  return path.map(step)
}

/** The path as straight segments that lie closer to it than an eye can see at zoom 1. */
export function flattened(path: Path): Polyline[] {
  const lines: { points: Point[]; closed: boolean }[] = []
  let line: { points: Point[]; closed: boolean } | undefined
  for (const command of path) {
    if (command[0] === 'M') {
      line = { points: [{ x: command[1], y: command[2] }], closed: false }
      lines.push(line)
      continue
    }
    const from = line?.points.at(-1)
    if (!line || !from) continue
    switch (command[0]) {
      case 'L':
        line.points.push({ x: command[1], y: command[2] })
        break
      case 'Q': {
        const [, x1, y1, x, y] = command
        addCurve(line.points, from, {
          x1: from.x + (2 / 3) * (x1 - from.x),
          y1: from.y + (2 / 3) * (y1 - from.y),
          x2: x + (2 / 3) * (x1 - x),
          y2: y + (2 / 3) * (y1 - y),
          x,
          y,
        })
        break
      }
      case 'C': {
        const [, x1, y1, x2, y2, x, y] = command
        addCurve(line.points, from, { x1, y1, x2, y2, x, y })
        break
      }
      case 'Z':
        line.closed = true
        break
    }
  }
  return lines
}

interface Cubic {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly x: number
  readonly y: number
}

function addCurve(points: Point[], from: Point, { x1, y1, x2, y2, x, y }: Cubic): void {
  const length = Math.hypot(x1 - from.x, y1 - from.y) + Math.hypot(x2 - x1, y2 - y1) + Math.hypot(x - x2, y - y2)
  const count = Math.min(MAX_SEGMENTS, Math.max(MIN_SEGMENTS, Math.ceil(2 * Math.sqrt(length))))
  for (let i = 1; i <= count; i++) {
    const t = i / count
    const s = 1 - t
    const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
    points.push({ x: a * from.x + b * x1 + c * x2 + d * x, y: a * from.y + b * y1 + c * y2 + d * y })
  }
}
