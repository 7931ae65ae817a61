import { DOCUMENT_LIMITS, type Point } from '@inkwire/board'
import type { Camera, Size } from '../camera.ts'

/** An image is not larger than this share of the view when it comes. */
const SHARE = 0.8
/** Between images that come together, px. */
const GAP = 16

/** A box of the world, px. */
export interface ImageBox extends Point {
  readonly w: number
  readonly h: number
}

/** How large an image of so many pixels is on the board: as it is, but never larger than the view. */
export function imageSize(pixels: Size, view: Size, { zoom }: Pick<Camera, 'zoom'>): Size {
  const w = Math.max(1, pixels.w)
  const h = Math.max(1, pixels.h)
  // A page that isn't shown has a view without a size.
  const room = (length: number) => (length > 0 ? (SHARE * length) / zoom : Number.POSITIVE_INFINITY)
  const scale = Math.min(1, room(view.w) / w, room(view.h) / h)
  return { w: Math.max(1, w * scale), h: Math.max(1, h * scale) }
}

/** Where images that come together lie: in rows, about as wide as high, with a place in their middle. */
export function imageBoxes(sizes: readonly Size[], at: Point): ImageBox[] {
  const inRow = Math.ceil(Math.sqrt(sizes.length))
  const rows: (readonly Size[])[] = []
  for (let i = 0; i < sizes.length; i += inRow) rows.push(sizes.slice(i, i + inRow))
  const heights = rows.map((row) => Math.max(...row.map(({ h }) => h)))
  const height = heights.reduce((sum, h) => sum + h, GAP * (rows.length - 1))
  let top = at.y - height / 2
  return rows.flatMap((row, i) => {
    let left = at.x - (row.reduce((sum, { w }) => sum + w, 0) + GAP * (row.length - 1)) / 2
    const y = top
    top += (heights[i] ?? 0) + GAP
    return row.map(({ w, h }) => {
      const box = { x: within(left, w), y: within(y, h), w, h }
      left += w + GAP
      return box
    })
  })
}

/** Whole px, and in the world. */
function within(from: number, length: number): number {
  const edge = DOCUMENT_LIMITS.coordinate
  return Math.round(Math.min(edge - Math.min(length, edge), Math.max(-edge, from)))
}
