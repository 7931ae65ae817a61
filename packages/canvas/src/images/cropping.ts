import { type Crop, centreOf, type Placement, turned } from '@inkwire/board'

export type CropHandle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'inside'

export const WHOLE: Crop = { x: 0, y: 0, w: 1, h: 1 }

/** The crop after a handle was dragged by shares of the whole picture; `least` is how small each side may get, in such shares. */
export function draggedCrop(
  crop: Crop,
  handle: CropHandle,
  by: { readonly x: number; readonly y: number },
  least: { readonly x: number; readonly y: number },
): Crop {
  if (handle === 'inside') {
    return { ...crop, x: clamped(crop.x + by.x, 0, 1 - crop.w), y: clamped(crop.y + by.y, 0, 1 - crop.h) }
  }
  const [x, w] = draggedSide(crop.x, crop.w, handle.includes('w') ? -1 : handle.includes('e') ? 1 : 0, by.x, least.x)
  const [y, h] = draggedSide(crop.y, crop.h, handle.includes('n') ? -1 : handle.includes('s') ? 1 : 0, by.y, least.y)
  return { x, y, w, h }
}

function draggedSide(from: number, length: number, side: -1 | 0 | 1, by: number, least: number): [number, number] {
  const smallest = Math.min(least, length)
  if (side === 0) return [from, length]
  if (side === 1) return [from, clamped(length + by, smallest, 1 - from)]
  const start = clamped(from + by, 0, from + length - smallest)
  return [start, from + length - start]
}

const clamped = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** The whole picture of a cropped image, in the coordinates in which the image's box is upright, px. */
export function wholePicture({ x, y, w, h }: Placement, crop: Crop) {
  const [width, height] = [w / crop.w, h / crop.h]
  return { x: x - crop.x * width, y: y - crop.y * height, w: width, h: height }
}

/** Where an image's box is when it is cropped otherwise: what is seen of the picture stays where it is. */
export function croppedPlacement(placement: Placement, crop: Crop, next: Crop): Placement {
  const whole = wholePicture(placement, crop)
  const [w, h] = [next.w * whole.w, next.h * whole.h]
  const upright = { x: whole.x + (next.x + next.w / 2) * whole.w, y: whole.y + (next.y + next.h / 2) * whole.h }
  const centre = turned(upright, centreOf(placement), placement.angle)
  return { x: centre.x - w / 2, y: centre.y - h / 2, w, h, angle: placement.angle }
}
