import {
  alignOf,
  centreOf,
  chosenWidth,
  type Element,
  fontOf,
  fontSizeOf,
  type GeometryContext,
  halfway,
  isLine,
  kindOf,
  LINE_LABEL_WIDTH,
  labelWidth,
  layOut,
  numberOf,
  placementAt,
  STICKY_PADDING,
  type TextProperty,
} from '@inkwire/board'
import type { FieldPlacement } from './text-field.ts'

/** The property that a double-click on an element of a type goes into; undefined for types without text. */
export function textPropertyOf(element: Element): TextProperty | undefined {
  switch (element.type) {
    case 'text':
    case 'sticky':
      return 'text'
    case 'rectangle':
    case 'ellipse':
    case 'diamond':
    case 'triangle':
    case 'star':
    case 'hexagon':
    case 'line':
    case 'arrow':
      return 'label'
    default:
      return undefined
  }
}

/** Width at which a text of an element wraps, px; undefined: it grows with its words. */
export function wrapWidth(element: Element, property: TextProperty): number | undefined {
  if (property === 'label') return isLine(element) ? LINE_LABEL_WIDTH : labelWidth(element)
  if (element.type === 'sticky') return Math.max(STICKY_PADDING, placementAt(element).w - 2 * STICKY_PADDING)
  return chosenWidth(element)
}

/** Where a text is painted that has this value. */
export function fieldPlacement(
  element: Element,
  property: TextProperty,
  value: string,
  color: string,
  context: GeometryContext,
): FieldPlacement {
  const style = { font: fontOf(element), fontSize: fontSizeOf(element) }
  const width = wrapWidth(element, property)
  const laid = layOut(value, style, context.measure, width)
  const look = { ...style, color, opacity: numberOf(element, 'opacity', 1), wraps: width !== undefined }
  if (property === 'label') {
    const w = width ?? laid.w
    const place = placementAt(element)
    const line = kindOf(element.type).areas(element, context)[0]?.points ?? []
    const centre = isLine(element) ? halfway(line) : centreOf(place)
    return {
      ...look,
      x: centre.x - w / 2,
      y: centre.y - laid.h / 2,
      w,
      h: laid.h,
      angle: isLine(element) ? 0 : place.angle,
      pivotX: centre.x,
      pivotY: centre.y,
      align: isLine(element) ? 'center' : alignOf(element, 'center'),
    }
  }
  const place = placementAt(element)
  const inset = element.type === 'sticky' ? STICKY_PADDING : 0

  const w = width ?? laid.w
  const whole = element.type === 'sticky' ? place : { ...place, w, h: laid.h }
  const centre = centreOf(whole)
  return {
    ...look,
    x: place.x + inset,
    y: place.y + inset,
    w,
    h: laid.h,
    angle: place.angle,
    pivotX: centre.x,
    pivotY: centre.y,
    align: alignOf(element, 'left'),
  }
}
