import type { Box, Point } from '@inkwire/board'

/** What part of the world is seen: (x, y) is the world point at the top left corner, `zoom` css px per world px. */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** A size in css px. */
export interface Size {
  readonly w: number
  readonly h: number
}

export const MIN_ZOOM = 0.01
export const MAX_ZOOM = 64
/** Where the zoom buttons stop: numbers that read well as per cent. */
const ZOOM_STEPS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
/** World px that can be looked at beyond the limit of coordinates, so that what lies there has room around it. */
const MAX_COORDINATE = 1_000_000
/** Space that `fitted` leaves around the content, css px: the toolbars float there. */
const FIT_MARGIN = 80

export function toWorld(camera: Camera, screen: Point): Point {
  return { x: camera.x + screen.x / camera.zoom, y: camera.y + screen.y / camera.zoom }
}

export function toScreen(camera: Camera, world: Point): Point {
  return { x: (world.x - camera.x) * camera.zoom, y: (world.y - camera.y) * camera.zoom }
}

/** The part of the world that a viewport shows. */
export function visibleBox(camera: Camera, size: Size): Box {
  return {
    minX: camera.x,
    minY: camera.y,
    maxX: camera.x + size.w / camera.zoom,
    maxY: camera.y + size.h / camera.zoom,
  }
}

/** Moves the content by css px, as a hand that drags paper does. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return kept({ ...camera, x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom })
}

/** The zoom changed (clamped) so that the world point at `screen` stays there. */
export function zoomedAt(camera: Camera, screen: Point, zoom: number): Camera {
  const next = clampedZoom(zoom)
  const at = toWorld(camera, screen)
  return kept({ x: at.x - screen.x / next, y: at.y - screen.y / next, zoom: next })
}

export function clampedZoom(zoom: number): number {
  return Number.isFinite(zoom) ? Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom)) : 1
}

/** The next step of the zoom buttons. */
export function steppedZoom(zoom: number, direction: 1 | -1): number {
  // A pinch ends next to a step, never on it: half a per cent off is on it.
  if (direction === 1) return ZOOM_STEPS.find((step) => step > zoom * 1.005) ?? MAX_ZOOM
  return ZOOM_STEPS.findLast((step) => step < zoom / 1.005) ?? MIN_ZOOM
}

/** A camera that shows a box whole, at most at a zoom. */
export function fitted(box: Box, size: Size, maxZoom = 1): Camera {
  const [w, h] = [box.maxX - box.minX, box.maxY - box.minY]
  const room = (length: number) => Math.max(1, length - 2 * FIT_MARGIN)
  const zoom = clampedZoom(Math.min(maxZoom, room(size.w) / Math.max(1, w), room(size.h) / Math.max(1, h)))
  return kept({
    x: (box.minX + box.maxX) / 2 - size.w / zoom / 2,
    y: (box.minY + box.maxY) / 2 - size.h / zoom / 2,
    zoom,
  })
}

/** The camera moved so that a world point is in the middle of the view. */
export function centredOn({ zoom }: Camera, size: Size, { x, y }: Point): Camera {
  return kept({ x: x - size.w / zoom / 2, y: y - size.h / zoom / 2, zoom })
}

function kept(camera: Camera): Camera {
  const clamp = (value: number) => Math.min(MAX_COORDINATE, Math.max(-MAX_COORDINATE, value))
  return { x: clamp(camera.x), y: clamp(camera.y), zoom: camera.zoom }
}
