import type { Area } from '../../area.ts'
import { type Box, type Point, turned } from '../../box.ts'
import type { Element, LineEnd } from '../../element.ts'
import type { GeometryContext } from '../../geometry-context.ts'
import { flattened, type Path, polygonPath } from '../../path.ts'
import { inkColor, type Primitive, type StrokePaint } from '../../primitives.ts'
import { boundedCoordinate, stretchedPoint } from '../../stretch.ts'
import type { Props, Value } from '../../value.ts'
import { headAreas, headLength, headPrimitives } from '../arrow/head.ts'
import type { ElementKind } from '../element-kind.ts'
import { endOf, headOf, midOf, stringOf, strokePaint, textOf, widthOf } from '../read.ts'
import { textLines, type WrittenText, writtenText } from '../written.ts'
import { outsideBox } from './gap.ts'
import { halfway, route, wayOf, wayPath } from './way.ts'

/** Width at which a line's label wraps, px. */
export const LINE_LABEL_WIDTH = 240
const LABEL_MARGIN = 4

/** A type that is a line between two ends. */
export const lineKind: ElementKind = {
  areas(element, context) {
    const path = wayPath(wayOf(element, context))
    const points = flattened(path)[0]?.points ?? []
    const width = widthOf(element)
    const areas: Area[] = [{ points, closed: false, filled: false, reach: width / 2 }]
    const [first, second] = tips(points, width)
    areas.push(...headAreas(headOf(element, 'startHead'), first.tip, first.from, width))
    areas.push(...headAreas(headOf(element, 'endHead'), second.tip, second.from, width))
    const label = labelBox(element, points, context)
    if (label) {
      const { x, y, w, h } = label
      const points = [{ x, y }, { x: x + w, y }, { x: x + w, y: y + h }, { x, y: y + h }] // biome-ignore format: one row
      areas.push({ points, closed: true, filled: true, reach: 0 })
    }
    return areas
  },
  primitives(element, context) {
    const path = wayPath(wayOf(element, context))
    const points = flattened(path)[0]?.points ?? []
    const ink = inkColor(context.palette, stringOf(element, 'color'))
    const stroke: StrokePaint = strokePaint(element, ink)
    const [first, second] = tips(points, stroke.width)
    const label = labelBox(element, points, context)
    const shaft: readonly Path[] = label
      ? outsideBox(points, gapAround(label)).map((piece) => polygonPath(piece, false))
      : [path]
    const primitives: Primitive[] = [
      ...shaft.map((path): Primitive => ({ kind: 'path', path, stroke })),
      ...headPrimitives(headOf(element, 'startHead'), first.tip, first.from, stroke),
      ...headPrimitives(headOf(element, 'endHead'), second.tip, second.from, stroke),
    ]
    if (label) {
      const { x, y, w, written } = label
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

interface Tip {
  readonly tip: Point
  /** Where the line comes from. */
  readonly from: Point
}

/** Where the heads are, and where their line comes from: so far back that they sit on a curve as its chord does. */
function tips(points: readonly Point[], width: number): readonly [Tip, Tip] {
  const first = points[0] ?? { x: 0, y: 0 }
  const last = points.at(-1) ?? first
  const chord = headLength(width) / 2
  return [
    { tip: first, from: pointAway(points, chord) },
    { tip: last, from: pointAway([...points].reverse(), chord) },
  ]
}

/** The first point of a line that is so far from its beginning, or its last one. */
function pointAway(points: readonly Point[], distance: number): Point {
  const tip = points[0] ?? { x: 0, y: 0 }
  return points.find(({ x, y }) => Math.hypot(x - tip.x, y - tip.y) >= distance) ?? points.at(-1) ?? tip
}

interface LabelBox {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly written: WrittenText
}

function labelBox(element: Element, points: readonly Point[], context: GeometryContext): LabelBox | undefined {
  if (textOf(element, 'label') === '') return undefined
  const written = writtenText(element, 'label', context.measure, LINE_LABEL_WIDTH)
  const middle = halfway(points)
  const w = written.w + 2 * LABEL_MARGIN
  return { x: middle.x - w / 2, y: middle.y - written.h / 2, w, h: written.h, written }
}

/** Where a line isn't drawn for its label. */
const gapAround = ({ x, y, w, h }: LabelBox): Box => ({ minX: x, minY: y, maxX: x + w, maxY: y + h })
