import type { Box, Point } from '@inkwire/board'
import { type Camera, centredOn, type Size } from '../camera.ts'
import type { Desk } from '../desk.ts'
import type { ThemeColors } from '../palette.ts'

/** A small picture of everything, and what of the world it shows. */
export interface Overview {
  readonly picture: CanvasImageSource
  readonly box: Box
}

/** All of a board and what of it is seen now: what a minimap shows, and moves. */
export interface Panorama {
  readonly camera: Camera
  /** Of the view, css px. */
  readonly size: Size
  readonly colors: ThemeColors
  /** Undefined while there is nothing, or nothing yet. */
  overview(): Overview | undefined
  /** Looks at a world point. */
  lookAt(point: Point): void
  /** Calls back after each frame of the canvas. Returns how to stop it. */
  onFrame(listener: () => void): () => void
}

/** The panorama of a desk. */
export function panoramaOf(desk: Desk, overview: () => Overview | undefined, frames: Set<() => void>): Panorama {
  return {
    get camera() {
      return desk.camera
    },
    get size() {
      return desk.size
    },
    get colors() {
      return desk.colors
    },
    overview,
    lookAt: (point) => desk.setCamera(centredOn(desk.camera, desk.size, point)),
    onFrame: (listener) => {
      frames.add(listener)
      return () => frames.delete(listener)
    },
  }
}
