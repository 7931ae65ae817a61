import type { Area } from '../../area.ts'
import { type Box, centreOf, type Placement } from '../../box.ts'
import type { Element } from '../../element.ts'
import type { GeometryContext, PaintContext, Sketcher } from '../../geometry-context.ts'
import { hatchPath } from '../../hatch.ts'
import { flattened, type Path, turnedPath } from '../../path.ts'
import { fillColor, inkColor, type Primitive } from '../../primitives.ts'
import { own } from '../../value.ts'
import type { ElementKind } from '../element-kind.ts'
import { rotatedBox, stretchedBox } from '../placed.ts'
import {
  alignOf,
  fillStyleOf,
  placementAt,
  seedOf,
  stringOf,
  strokePaint,
  textOf,
  translatedCorner,
  widthOf,
} from '../read.ts'
import { LABEL_PADDING, textLines, turnedBox, turnedWith, type WrittenText, writtenText } from '../written.ts'

/** How far a sketchy line strays from the outline that it follows, px. */
export const SKETCH_REACH = 4
/** What is smaller is drawn clean, screen px: nobody sees the hand, and it takes longer. */
const SKETCH_MIN = 24

/** How a shape's outline is drawn; both unturned. */
export interface ShapeOutline {
  path(placement: Placement, element: Element): Path
  /** By hand, where that isn't just the path drawn by hand. */
  sketched?(placement: Placement, path: Path, sketch: Sketcher, seed: number): Path
}

/** A type that is an outline in a box, with a label in its middle. */
export function shapeKind({ path, sketched }: ShapeOutline): ElementKind {
  const turnedAs = (placement: Placement, made: Path): Path => turnedPath(made, centreOf(placement), placement.angle)
  const outline = (element: Element) => {
    const placement = placementAt(element)
    return flattened(turnedAs(placement, path(placement, element)))[0]?.points ?? []
  }
  return {
    areas(element, context) {
      const filled = stringOf(element, 'fill') !== undefined
      const reach = widthOf(element) / 2 + (isSketchy(element) ? SKETCH_REACH : 0)
      const areas: Area[] = [{ points: outline(element), closed: true, filled, reach }]
      const label = labelBox(element, context)
      if (label) {
        const points = turnedBox(placementAt(element), label.x, label.y, label.written.w, label.written.h)
        areas.push({ points, closed: true, filled: true, reach: 0 })
      }
      return areas
    },
    primitives(element, context) {
      const placement = placementAt(element)
      const ink = inkColor(context.palette, stringOf(element, 'color'))
      const clean = path(placement, element)
      const sketch = drawsSketchy(element, context) ? context.sketch : undefined
      const seed = seedOf(element)
      const stroke = widthOf(element) > 0 ? strokePaint(element, ink) : undefined
      const fill = stringOf(element, 'fill')
      const hatched = fill !== undefined && fillStyleOf(element) === 'hatch'
      const primitives: Primitive[] = []
      const body = {
        kind: 'path' as const,
        path: turnedAs(placement, clean),
        ...(fill === undefined || hatched ? {} : { fill: fillColor(context.palette, fill) }),
        ...(stroke && !sketch ? { stroke } : {}),
      }
      if (hatched) {
        const straight = hatchPath(flattened(clean)[0]?.points ?? [], centreOf(placement))
        const lines = turnedAs(placement, sketch ? sketch.lines(straight, seed) : straight)
        const paint = { color: inkColor(context.palette, fill), width: hatchWidth(element) }
        if (lines.length > 0) primitives.push({ kind: 'path', path: lines, stroke: paint })
      }
      if (body.fill !== undefined || body.stroke !== undefined) primitives.push(body)
      if (stroke && sketch) {
        const drawn = sketched ? sketched(placement, clean, sketch, seed) : sketch.outline(clean, seed)
        primitives.push({ kind: 'path', path: turnedAs(placement, drawn), stroke })
      }
      return [...primitives, ...label(element, ink, context)]
    },
    translated: translatedCorner,
    stretched: stretchedBox,
    rotated: rotatedBox,
    placement: placementAt,
    outline,
  }
}

/** Whether a shape is drawn as if by hand where that can be seen. */
export function isSketchy(element: Element): boolean {
  return own(element, 'sketchy') === true
}

/** Whether a shape is drawn as if by hand here. */
export function drawsSketchy(element: Element, { sketch, scale = 1 }: PaintContext): boolean {
  if (!sketch || !isSketchy(element)) return false
  const { w, h } = placementAt(element)
  return Math.max(w, h) * scale >= SKETCH_MIN
}

/** Of the lines of a hatch: finer than the outline, which covers their ends. */
const hatchWidth = (element: Element): number => Math.min(3, Math.max(1, widthOf(element) / 2))

/** What a shape leaves for a label, as shares of its box; all of it where it isn't said. */
const LABEL_AREAS: ReadonlyMap<string, Box> = new Map([
  ['ellipse', { minX: 0.146, minY: 0.146, maxX: 0.854, maxY: 0.854 }],
  ['diamond', { minX: 0.19, minY: 0.19, maxX: 0.81, maxY: 0.81 }],
  ['triangle', { minX: 0.2, minY: 0.44, maxX: 0.8, maxY: 0.98 }],
  ['star', { minX: 0.25, minY: 0.38, maxX: 0.75, maxY: 0.74 }],
  ['hexagon', { minX: 0.125, minY: 0, maxX: 0.875, maxY: 1 }],
])
const ALL: Box = { minX: 0, minY: 0, maxX: 1, maxY: 1 }

/** Where the label of a shape is written: it wraps at the width, and stands in the middle of the height. World px, the shape unturned. */
export function labelArea(element: Element): Omit<Placement, 'angle'> {
  const { x, y, w, h } = placementAt(element)
  const { minX, minY, maxX, maxY } = LABEL_AREAS.get(element.type) ?? ALL
  const width = Math.max(2 * LABEL_PADDING, (maxX - minX) * w - 2 * LABEL_PADDING)
  const height = (maxY - minY) * h
  return { x: x + ((minX + maxX) * w - width) / 2, y: y + minY * h, w: width, h: height }
}

function labelBox(
  element: Element,
  context: GeometryContext,
): { readonly x: number; readonly y: number; readonly written: WrittenText } | undefined {
  if (textOf(element, 'label') === '') return undefined
  const area = labelArea(element)
  const written = writtenText(element, 'label', context.measure, area.w)
  const align = alignOf(element, 'center')
  const slack = align === 'left' ? 0 : align === 'center' ? (area.w - written.w) / 2 : area.w - written.w
  return { x: area.x + slack, y: area.y + (area.h - written.h) / 2, written }
}

function label(element: Element, color: string, context: PaintContext): readonly Primitive[] {
  const box = labelBox(element, context)
  if (!box) return []
  const align = alignOf(element, 'center')
  const x = align === 'left' ? box.x : align === 'center' ? box.x + box.written.w / 2 : box.x + box.written.w
  return turnedWith(placementAt(element), textLines(element, box.written, { x, top: box.y, align, color }))
}
