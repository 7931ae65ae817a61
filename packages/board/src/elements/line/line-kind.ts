import type { Area } from '../../area.ts'
import { boxAround, type Point, turned } from '../../box.ts'
import type { ArrowHead, Element, LineEnd } from '../../element.ts'
import type { GeometryContext } from '../../geometry-context.ts'
import { curvePath, flattened, type Path, polygonPath, rectanglePath } from '../../path.ts'
import { inkColor, type Primitive, type StrokePaint } from '../../primitives.ts'
import { boundedCoordinate, stretchedPoint } from '../../stretch.ts'
import { own, type Props, type Value } from '../../value.ts'
import { headAreas, headPrimitives } from '../arrow/head.ts'
import type { ElementKind } from '../element-kind.ts'
import { endOf, midOf, stringOf, strokePaint, textOf, widthOf } from '../read.ts'
import { textLines, type WrittenText, writtenText } from '../written.ts'
import { type Route, route } from './ends.ts'

/** Width at which a line's label wraps, px. */
export const LINE_LABEL_WIDTH = 240
const LABEL_MARGIN = 4

const HEADS: readonly ArrowHead[] = ['none', 'arrow', 'triangle', 'bar', 'dot', 'diamond']

/** A type that is a line between two ends. `endHead` is the head at its end where the element says none. */
export function lineKind(endHead: ArrowHead): ElementKind {
  const headOf = (element: Element, name: 'startHead' | 'endHead'): ArrowHead =>
    HEADS.find((head) => head === own(element, name)) ?? (name === 'endHead' ? endHead : 'none')

  return {
    areas(element, context) {
      const way = route(element, context)
      const path = shaft(element, way)
      const areas: Area[] = flattened(path).map(({ points }) => ({
        points,
        closed: false,
        filled: false,
        reach: widthOf(element) / 2,
      }))
      const [first, second] = tips(path)
      areas.push(...headAreas(headOf(element, 'startHead'), first.tip, first.from, widthOf(element)))
      areas.push(...headAreas(headOf(element, 'endHead'), second.tip, second.from, widthOf(element)))
      const label = labelBox(element, path, context)
      if (label) {
        const { x, y, w, h } = label
        const points = [{ x, y }, { x: x + w, y }, { x: x + w, y: y + h }, { x, y: y + h }] // biome-ignore format: one row
        areas.push({ points, closed: true, filled: true, reach: 0 })
      }
      return areas
    },
    primitives(element, context) {
      const path = shaft(element, route(element, context))
      const ink = inkColor(context.palette, stringOf(element, 'color'))
      const stroke: StrokePaint = strokePaint(element, ink)
      const [first, second] = tips(path)
      const primitives: Primitive[] = [
        { kind: 'path', path, stroke },
        ...headPrimitives(headOf(element, 'startHead'), first.tip, first.from, stroke),
        ...headPrimitives(headOf(element, 'endHead'), second.tip, second.from, stroke),
      ]
      const label = labelBox(element, path, context)
      if (label) {
        const { x, y, w, h, written } = label
        primitives.push({ kind: 'path', path: rectanglePath(x, y, w, h), fill: context.palette.canvas })
        const place = { x: x + w / 2, top: y, align: 'center', color: ink } as const
        primitives.push(...textLines(element, written, place))
      }
      return primitives
    },
    stretched: (element, stretch, context) => mapped(element, context, (point) => stretchedPoint(point, stretch)),
    rotated: (element, centre, angle, context) => mapped(element, context, (point) => turned(point, centre, angle)),
    translated(element, dx, dy) {
      const moved: { [name: string]: Value } = {}
      for (const name of ['start', 'end'] as const) {
        const end = endOf(element, name)
        if (end) moved[name] = endValue({ ...end, x: end.x + dx, y: end.y + dy })
      }
      const mid = midOf(element)
      if (mid.length > 0) moved.mid = mid.map(({ x, y }) => [x + dx, y + dy])
      return moved
    },
  }
}

/** A line whose ends and corners went elsewhere; bound ends stay bound. */
function mapped(element: Element, context: GeometryContext, map: (point: Point) => Point): Props {
  const place = (point: Point): Point => {
    const { x, y } = map(point)
    return { x: boundedCoordinate(x), y: boundedCoordinate(y) }
  }
  const { start, mid, end } = route(element, context)
  const props: { [name: string]: Value } = {}
  for (const [name, at] of [
    ['start', start],
    ['end', end],
  ] as const) {
    props[name] = endValue({ ...endOf(element, name), ...place(at) })
  }
  if (mid.length > 0) {
    props.mid = mid.map((point) => {
      const { x, y } = place(point)
      return [x, y]
    })
  }
  return props
}

/** An end as a value that an op can carry. */
export function endValue({ x, y, binding }: LineEnd): Value {
  return binding ? { x, y, binding: { ...binding } } : { x, y }
}

function shaft(element: Element, { start, mid, end }: Route): Path {
  const points = [start, ...mid, end]
  const curve = own(element, 'curve')
  if (curve === 'curved' && points.length > 2) return curvePath(points)
  if (curve === 'elbow' && mid.length === 0) return polygonPath(elbow(start, end), false)
  return polygonPath(points, false)
}

/** A way of right angles: along the longer direction first, with the step in its middle. */
function elbow(start: Point, end: Point): Point[] {
  if (Math.abs(end.x - start.x) >= Math.abs(end.y - start.y)) {
    const x = (start.x + end.x) / 2
    return [start, { x, y: start.y }, { x, y: end.y }, end]
  }
  const y = (start.y + end.y) / 2
  return [start, { x: start.x, y }, { x: end.x, y }, end]
}

interface Tip {
  readonly tip: Point
  /** Where the line comes from. */
  readonly from: Point
}

function tips(path: Path): readonly [Tip, Tip] {
  const points = flattened(path)[0]?.points ?? []
  const first = points[0] ?? { x: 0, y: 0 }
  const last = points.at(-1) ?? first
  return [
    { tip: first, from: points[1] ?? first },
    { tip: last, from: points.at(-2) ?? last },
  ]
}

function labelBox(
  element: Element,
  path: Path,
  context: GeometryContext,
):
  | { readonly x: number; readonly y: number; readonly w: number; readonly h: number; readonly written: WrittenText }
  | undefined {
  if (textOf(element, 'label') === '') return undefined
  const written = writtenText(element, 'label', context.measure, LINE_LABEL_WIDTH)
  const middle = halfway(flattened(path)[0]?.points ?? [])
  const w = written.w + 2 * LABEL_MARGIN
  return { x: middle.x - w / 2, y: middle.y - written.h / 2, w, h: written.h, written }
}

/** The place halfway along a line. */
export function halfway(points: readonly Point[]): Point {
  const box = boxAround(points)
  const lengths = points.map((point, i) => {
    const next = points[i + 1] ?? point
    return Math.hypot(next.x - point.x, next.y - point.y)
  })
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2
  for (const [i, point] of points.entries()) {
    const length = lengths[i] ?? 0
    const next = points[i + 1]
    if (next && length > 0 && left <= length) {
      return { x: point.x + ((next.x - point.x) * left) / length, y: point.y + ((next.y - point.y) * left) / length }
    }
    left -= length
  }
  return box ? { x: box.minX, y: box.minY } : { x: 0, y: 0 }
}
