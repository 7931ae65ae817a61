import type { Box } from '@inkwire/board'
import { type Picture, release } from '../raster/patch.ts'
import { Dirt, type Repair } from './dirt.ts'
import { type Rect, rectBetween, rectIntersection } from './rect.ts'
import type { Revision } from './revision.ts'

/** Device px that smoothed edges reach beyond an element's bounds. */
export const EDGE = 2

/** Where a surface lies: whole device px from the world's origin at a scale (device px per world px). */
export interface SurfacePlace extends Rect {
  readonly scale: number
}

/** A rectangle of the world at a scale, painted once and kept: a tile, or the overview. */
export class Surface {
  /** From the surface's top left corner. */
  readonly whole: Rect
  readonly dirt: Dirt
  /** Something was painted, be it nothing. */
  painted = false
  /** Only a part of the elements, for a first impression. */
  sparse = false
  /** Nothing is painted where it is missing. */
  picture: Picture | undefined
  /** When it was on screen or next to it last, ms. */
  neededAt = 0

  constructor(readonly place: SurfacePlace) {
    this.whole = { x: 0, y: 0, w: place.w, h: place.h }
    this.dirt = new Dirt(this.whole)
  }

  /** What a box of the world is on the surface, with room for smooth edges; undefined: nothing. */
  rectOf(box: Box): Rect | undefined {
    const { scale, x, y } = this.place
    const left = Math.floor(box.minX * scale) - EDGE - x
    const top = Math.floor(box.minY * scale) - EDGE - y
    const right = Math.ceil(box.maxX * scale) + EDGE - x
    const bottom = Math.ceil(box.maxY * scale) + EDGE - y
    return rectIntersection(this.whole, rectBetween(left, top, right, bottom))
  }

  /** Takes the picture of all of it, from the document of a revision. */
  replace(picture: Picture | undefined, revision: Revision): void {
    if (this.picture) release(this.picture)
    this.picture = picture
    this.painted = true
    this.dirt.repaired({ rect: this.whole }, revision)
  }

  /** Takes the picture of a part. */
  patch(repair: Repair, picture: Picture, revision: Revision): void {
    const { rect, only } = repair
    if (!only && rect.w === this.whole.w && rect.h === this.whole.h) {
      this.replace(picture, revision)
      return
    }
    const canvas = this.canvas().getContext('2d')
    if (canvas) {
      if (!only) canvas.clearRect(rect.x, rect.y, rect.w, rect.h)
      canvas.drawImage(picture, rect.x, rect.y)
    }
    release(picture)
    this.dirt.repaired(repair, revision)
  }

  close(): void {
    if (this.picture) release(this.picture)
    this.picture = undefined
    this.painted = false
  }

  /** The picture as something that can be drawn on. */
  private canvas(): HTMLCanvasElement {
    if (this.picture instanceof HTMLCanvasElement) return this.picture
    const canvas = document.createElement('canvas')
    canvas.width = this.whole.w
    canvas.height = this.whole.h
    if (this.picture) {
      canvas.getContext('2d')?.drawImage(this.picture, 0, 0)
      release(this.picture)
    }
    this.picture = canvas
    return canvas
  }
}
