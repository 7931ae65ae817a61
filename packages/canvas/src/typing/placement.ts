import {
  alignOf,
  centreOf,
  chosenWidth,
  type Element,
  FRAME_TITLE_GAP,
  FRAME_TITLE_SIZE,
  fontOf,
  fontSizeOf,
  type GeometryContext,
  halfway,
  isLine,
  kindOf,
  LINE_HEIGHT,
  LINE_LABEL_WIDTH,
  labelArea,
  layOut,
  numberOf,
  placementAt,
  STICKY_PADDING,
  stickyFontSize,
  stickyInner,
  stickyTextTop,
  type TextProperty,
  weightOf,
} from '@inkwire/board'
import type { FieldPlacement } from './text-field.ts'

/** The property that a double-click on an element goes into; undefined for types without any. */
export function writtenPropertyOf(element: Element): TextProperty | 'name' | undefined {
  return element.type === 'frame' ? 'name' : textPropertyOf(element)
}

/** The property that holds an element's text; undefined for types without text. */
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
  if (property === 'label') return isLine(element) ? LINE_LABEL_WIDTH : labelArea(element).w
  return element.type === 'sticky' ? stickyInner(element).w : chosenWidth(element)
}

/** The size at which a text is painted that has this value, px. */
export function paintedFontSize(element: Element, value: string, context: GeometryContext): number {
  return element.type === 'sticky' ? stickyFontSize({ ...element, text: value }, context.measure) : fontSizeOf(element)
}

/** Where a text is painted that has this value. */
export function fieldPlacement(
  element: Element,
  property: TextProperty,
  value: string,
  color: string,
  context: GeometryContext,
): FieldPlacement {
  const style = {
    font: fontOf(element),
    fontSize: paintedFontSize(element, value, context),
    weight: weightOf(element),
  }
  const width = wrapWidth(element, property)
  const laid = layOut(value, style, context.measure, width)
  const look = { ...style, color, opacity: numberOf(element, 'opacity', 1), wraps: width !== undefined, h: laid.h }
  const place = placementAt(element)
  const w = width ?? laid.w
  if (property === 'label') {
    const line = kindOf(element.type).areas(element, context)[0]?.points ?? []
    const centre = isLine(element) ? halfway(line) : centreOf({ ...labelArea(element), angle: 0 })
    const pivot = isLine(element) ? centre : centreOf(place)
    return {
      ...look,
      x: centre.x - w / 2,
      y: centre.y - laid.h / 2,
      w,
      angle: isLine(element) ? 0 : place.angle,
      pivotX: pivot.x,
      pivotY: pivot.y,
      align: isLine(element) ? 'center' : alignOf(element, 'center'),
    }
  }
  if (element.type === 'sticky') {
    const { x: pivotX, y: pivotY } = centreOf(place)
    return {
      ...look,
      x: place.x + STICKY_PADDING,
      y: stickyTextTop(element, laid),
      w,
      angle: place.angle,
      pivotX,
      pivotY,
      align: alignOf(element, 'center'),
    }
  }
  // As it is painted: a character that is wider than the chosen width stands out of it.
  const { x: pivotX, y: pivotY } = centreOf({ ...place, w: Math.max(w, laid.w), h: laid.h })
  return { ...look, x: place.x, y: place.y, w, angle: place.angle, pivotX, pivotY, align: alignOf(element, 'left') }
}

/** Where the name of a frame is painted: as large on screen whatever the zoom. */
export function namePlacement(
  element: Element,
  value: string,
  color: string,
  context: GeometryContext,
  zoom: number,
): FieldPlacement {
  const fontSize = FRAME_TITLE_SIZE / zoom
  const h = fontSize * LINE_HEIGHT
  const place = placementAt(element)
  const [x, y] = [place.x, place.y - h - FRAME_TITLE_GAP / zoom]
  return {
    x,
    y,
    w: context.measure(value, 'sans', fontSize),
    h,
    angle: 0,
    pivotX: x,
    pivotY: y,
    fontSize,
    font: 'sans',
    weight: 'normal',
    align: 'left',
    wraps: false,
    color,
    opacity: 1,
  }
}
