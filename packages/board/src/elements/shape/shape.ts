import type { Area } from '../../area.ts'
import { centreOf, type Placement } from '../../box.ts'
import type { Element } from '../../element.ts'
import type { GeometryContext, PaintContext } from '../../geometry-context.ts'
import { flattened, type Path, turnedPath } from '../../path.ts'
import { fillColor, inkColor, type Primitive } from '../../primitives.ts'
import type { ElementKind } from '../element-kind.ts'
import { rotatedBox, stretchedBox } from '../placed.ts'
import { alignOf, placementAt, stringOf, strokePaint, textOf, translatedCorner, widthOf } from '../read.ts'
import { LABEL_PADDING, textLines, turnedBox, turnedWith, type WrittenText, writtenText } from '../written.ts'

/** A type that is an outline in a box, with a label in its middle. `path` gives the outline unturned. */
export function shapeKind(path: (placement: Placement, element: Element) => Path): ElementKind {
  const outlinePath = (element: Element): Path => {
    const placement = placementAt(element)
    return turnedPath(path(placement, element), centreOf(placement), placement.angle)
  }
  const outline = (element: Element) => flattened(outlinePath(element))[0]?.points ?? []
  return {
    areas(element, context) {
      const filled = stringOf(element, 'fill') !== undefined
      const areas: Area[] = [{ points: outline(element), closed: true, filled, reach: widthOf(element) / 2 }]
      const label = labelBox(element, context)
      if (label) {
        const points = turnedBox(placementAt(element), label.x, label.y, label.written.w, label.written.h)
        areas.push({ points, closed: true, filled: true, reach: 0 })
      }
      return areas
    },
    primitives(element, context) {
      const fill = stringOf(element, 'fill')
      const ink = inkColor(context.palette, stringOf(element, 'color'))
      const body: Primitive = {
        kind: 'path',
        path: outlinePath(element),
        ...(fill === undefined ? {} : { fill: fillColor(context.palette, fill) }),
        ...(widthOf(element) > 0 ? { stroke: strokePaint(element, ink) } : {}),
      }
      return [body, ...label(element, ink, context)]
    },
    translated: translatedCorner,
    stretched: stretchedBox,
    rotated: rotatedBox,
    placement: placementAt,
    outline,
  }
}

/** How much of its width a shape leaves a label in its middle; all of it where it isn't said. */
const INNER_SHARES: ReadonlyMap<string, number> = new Map([
  ['ellipse', Math.SQRT1_2],
  ['diamond', 0.62],
  ['triangle', 0.5],
  ['star', 0.5],
  ['hexagon', 0.75],
])

/** Width at which the label of a shape wraps, px. */
export function labelWidth(element: Element): number {
  const share = INNER_SHARES.get(element.type) ?? 1
  return Math.max(2 * LABEL_PADDING, placementAt(element).w * share - 2 * LABEL_PADDING)
}

function labelBox(
  element: Element,
  context: GeometryContext,
): { readonly x: number; readonly y: number; readonly written: WrittenText } | undefined {
  if (textOf(element, 'label') === '') return undefined
  const written = writtenText(element, 'label', context.measure, labelWidth(element))
  const { x, y, w, h } = placementAt(element)
  const inner = labelWidth(element)
  const align = alignOf(element, 'center')
  const slack = align === 'left' ? 0 : align === 'center' ? (inner - written.w) / 2 : inner - written.w
  return { x: x + (w - inner) / 2 + slack, y: y + (h - written.h) / 2, written }
}

function label(element: Element, color: string, context: PaintContext): readonly Primitive[] {
  const box = labelBox(element, context)
  if (!box) return []
  const align = alignOf(element, 'center')
  const x = align === 'left' ? box.x : align === 'center' ? box.x + box.written.w / 2 : box.x + box.written.w
  return turnedWith(placementAt(element), textLines(element, box.written, { x, top: box.y, align, color }))
}
