import type { Canvas2D } from '../paint/painter.ts'
import { type Rect, rectArea, rectBetween, rectIntersection, rectsWithout } from './rect.ts'
import type { Surface } from './surface.ts'
import { GUTTER } from './tile-grid.ts'
import type { TileStore } from './tile-store.ts'

/** Tiles that would be shrunk to less than this flicker more than the overview does. */
const MOST_SHRUNK = 1 / 4

/** What of the world is on screen. */
export interface View {
  /** Of the top left corner, world px. */
  readonly x: number
  readonly y: number
  /** Device px per world px. */
  readonly scale: number
  /** Device px. */
  readonly width: number
  readonly height: number
}

/** What one frame was made of. */
export interface Composition {
  readonly shown: ReadonlySet<Surface>
  /** Device px² of the screen that come from another scale. */
  readonly stretched: readonly Rect[]
  /** Parts of the screen for which there is nothing. */
  readonly missing: readonly Rect[]
}

/** Where the world's origin is at exact scale: whole device px, or every line would be blurred. */
export function snappedOrigin({ x, y, scale }: View): { readonly x: number; readonly y: number } {
  return { x: Math.round(-x * scale), y: Math.round(-y * scale) }
}

/**
 * Draws what there is: tiles of the view's scale, else of others, stretched, else the overview. Each place is drawn once, as tiles are
 * transparent. `before` was on screen in the last frame, so it is being repaired; an old tile of another scale that was not shows
 * things where they were long ago: the overview is less sharp, but right.
 */
export function compose(
  canvas: Canvas2D,
  view: View,
  tiles: TileStore,
  overview: Surface | undefined,
  before: ReadonlySet<Surface>,
): Composition {
  const shown = new Set<Surface>()
  const stretched: Rect[] = []
  let missing: Rect[] = [{ x: 0, y: 0, w: view.width, h: view.height }]
  const lay = (surface: Surface, gutter: number) => {
    if (!surface.painted) return
    const target = placed(surface, gutter, view)
    for (const rect of missing) {
      const part = rectIntersection(rect, target)
      if (!part) continue
      shown.add(surface)
      if (surface.place.scale !== view.scale) stretched.push(part)
      if (surface.picture) draw(canvas, surface, { part, target, gutter, exact: surface.place.scale === view.scale })
    }
    missing = rectsWithout(missing, target)
  }
  for (const scale of usefulScales(tiles, overview, view.scale)) {
    for (const tile of tiles.at(scale)) {
      if (missing.length === 0) break
      const outdated = tile.dirt.first !== undefined && !before.has(tile)
      if (scale === view.scale || !outdated || !overview?.painted) lay(tile, GUTTER)
    }
  }
  if (overview && missing.length > 0) lay(overview, 0)
  return { shown, stretched, missing }
}

function usefulScales(tiles: TileStore, overview: Surface | undefined, scale: number): number[] {
  const far = (other: number) => Math.abs(Math.log(other / scale))
  const coarse = overview?.painted && !overview.sparse ? overview.place.scale : 0
  const useful = (other: number) =>
    other === scale || coarse === 0 || (other > coarse && (scale / other > MOST_SHRUNK || scale > coarse))
  return [...tiles.list()].filter(useful).sort((a, b) => far(a) - far(b))
}

/** The device px of the screen that a surface covers without its gutter. Neighbours share their rounded edges. */
function placed({ place }: Surface, gutter: number, view: View): Rect {
  const [left, top] = [place.x + gutter, place.y + gutter]
  const [right, bottom] = [place.x + place.w - gutter, place.y + place.h - gutter]
  if (place.scale === view.scale) {
    const origin = snappedOrigin(view)
    return rectBetween(left + origin.x, top + origin.y, right + origin.x, bottom + origin.y)
  }
  const stretch = view.scale / place.scale
  const atX = (edge: number) => Math.round(edge * stretch - view.x * view.scale)
  const atY = (edge: number) => Math.round(edge * stretch - view.y * view.scale)
  return rectBetween(atX(left), atY(top), atX(right), atY(bottom))
}

interface Drawing {
  readonly part: Rect
  readonly target: Rect
  readonly gutter: number
  readonly exact: boolean
}

function draw(canvas: Canvas2D, { picture, place }: Surface, { part, target, gutter, exact }: Drawing): void {
  if (!picture || rectArea(target) === 0) return
  canvas.imageSmoothingEnabled = !exact
  const [byX, byY] = [(place.w - 2 * gutter) / target.w, (place.h - 2 * gutter) / target.h]
  const [x, y] = [gutter + (part.x - target.x) * byX, gutter + (part.y - target.y) * byY]
  canvas.drawImage(picture, x, y, part.w * byX, part.h * byY, part.x, part.y, part.w, part.h)
}
