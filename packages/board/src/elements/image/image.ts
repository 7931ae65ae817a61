import { cornersOf } from '../../box.ts'
import type { ElementKind } from '../element-kind.ts'
import { rotatedBox, stretchedBox } from '../placed.ts'
import { cropOf, placementAt, stringOf, translatedCorner } from '../read.ts'
import { turnedWith } from '../written.ts'

export const image: ElementKind = {
  areas: (element) => [{ points: cornersOf(placementAt(element)), closed: true, filled: true, reach: 0 }],
  primitives(element) {
    const placement = placementAt(element)
    const { x, y, w, h } = placement
    const crop = cropOf(element)
    const asset = stringOf(element, 'asset') ?? ''
    return turnedWith(placement, [{ kind: 'image', x, y, w, h, asset, ...(crop ? { crop } : {}) }])
  },
  keepsRatio: true,
  translated: translatedCorner,
  stretched: stretchedBox,
  rotated: rotatedBox,
  placement: placementAt,
  outline: (element) => cornersOf(placementAt(element)),
}
