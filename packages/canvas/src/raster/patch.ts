import type { ElementId } from '@inkwire/board'

/** What is to be painted: a rectangle of the world at a scale, as a picture of its own. */
export interface Patch {
  /** Names it in answers; a number is used once. */
  readonly id: number
  /** Device px per world px. */
  readonly scale: number
  /** Top left corner, whole device px from the world's origin at that scale. */
  readonly left: number
  readonly top: number
  /** Device px. */
  readonly w: number
  readonly h: number
  /** Only these elements, to lie on what is there already. */
  readonly only?: readonly ElementId[]
  /** What lies on the overlay too: it is painted for the overlay. */
  readonly hiddenToo?: true
  /** Only one element of so many: a first impression. */
  readonly share?: number
}

/** A picture that `drawImage` takes and that can be let go of early. */
export type Picture = ImageBitmap | HTMLCanvasElement

/** Frees a picture's memory at once, not when garbage is collected. */
export function release(picture: Picture): void {
  if ('close' in picture) picture.close()
  else {
    picture.width = 0
    picture.height = 0
  }
}
