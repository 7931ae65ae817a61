import { type Box, boxIntersection, boxUnion, clipOf, type Element, type ElementId } from '@inkwire/board'
import type { Size } from '../camera.ts'
import type { Scene } from '../scene/scene.ts'

/** Kept free around what is drawn, px. */
const MARGIN = 16
/** Longer sides can't be a canvas in every browser, px; and this many pixels are 256 MB. */
export const MAX_SIDE = 16_384
const MAX_PIXELS = 64_000_000

/** What is exported: elements back to front, and the part of the world around them. */
export interface Sheet {
  readonly elements: readonly Element[]
  readonly box: Box
}

/** All of a board, or what is selected with all that belongs to it; undefined: nothing that could be seen. */
export function sheetOf(scene: Scene, selection: readonly ElementId[] | 'board'): Sheet | undefined {
  const all = scene.allBounds()
  const elements =
    selection === 'board' ? (all ? scene.within(all) : []) : scene.paintOrdered(scene.withMembers(selection))
  const seen = boxUnion(
    elements.map((element) => {
      const bounds = scene.ownBounds(element.id)
      const clip = clipOf(element, scene.get)
      return bounds && clip ? boxIntersection(bounds, clip) : bounds
    }),
  )
  if (!seen) return undefined
  const box = {
    minX: Math.floor(seen.minX) - MARGIN,
    minY: Math.floor(seen.minY) - MARGIN,
    maxX: Math.ceil(seen.maxX) + MARGIN,
    maxY: Math.ceil(seen.maxY) + MARGIN,
  }
  return { elements, box }
}

export function sizeOf({ minX, minY, maxX, maxY }: Box): Size {
  return { w: maxX - minX, h: maxY - minY }
}

/** The scale nearest to the one that is wanted at which a picture is not larger than a canvas can be. */
export function possibleScale(box: Box, wanted: number): number {
  const { w, h } = sizeOf(box)
  return Math.min(wanted, MAX_SIDE / w, MAX_SIDE / h, Math.sqrt(MAX_PIXELS / (w * h)))
}
