import type { ElementType } from '../element.ts'
import { arrow } from './arrow/arrow.ts'
import { diamond } from './diamond/diamond.ts'
import type { ElementKind } from './element-kind.ts'
import { ellipse } from './ellipse/ellipse.ts'
import { frame } from './frame/frame.ts'
import { group } from './group/group.ts'
import { hexagon } from './hexagon/hexagon.ts'
import { image } from './image/image.ts'
import { line } from './line/line.ts'
import { rectangle } from './rectangle/rectangle.ts'
import { star } from './star/star.ts'
import { sticky } from './sticky/sticky.ts'
import { stroke } from './stroke/stroke.ts'
import { text } from './text/text.ts'
import { triangle } from './triangle/triangle.ts'
import { unknown } from './unknown/unknown.ts'

/** All types that this version can paint: a new one is a row here and a folder beside. */
export const ELEMENT_TYPES: { readonly [Type in ElementType]: ElementKind } = {
  stroke,
  line,
  arrow,
  rectangle,
  ellipse,
  diamond,
  triangle,
  star,
  hexagon,
  text,
  sticky,
  image,
  frame,
  group,
}

/** How elements of a type look; one that a newer version made is a dashed box. */
export function kindOf(type: string): ElementKind {
  const kinds: { readonly [type: string]: ElementKind } = ELEMENT_TYPES
  return (Object.hasOwn(kinds, type) ? kinds[type] : undefined) ?? unknown
}
