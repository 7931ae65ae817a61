import { type Box, clipOf, type Element, type ElementId, type PaintContext } from '@inkwire/board'
import type { Canvas2D, Painter } from '../paint/painter.ts'
import type { ThemeColors } from '../palette.ts'
import type { Scene } from '../scene/scene.ts'
import { EDGE } from '../tiles/surface.ts'
import { paintSmall } from './level-of-detail.ts'
import type { Patch } from './patch.ts'

/** Elements painted between two looks at the clock and the post: near a ms. */
const PAUSE_EVERY = 100

/** What patches are painted from. */
export interface RasterWorld {
  readonly scene: Scene
  readonly painter: Painter
  readonly colors: ThemeColors
  /** Left out, as they lie on the overlay. */
  readonly hidden: ReadonlySet<ElementId>
}

/**
 * Paints a patch on a canvas that is at least as large, its top left corner in the canvas's. Pauses after every hundred elements; the
 * elements are those of the moment when it began.
 */
export function* paintPatch(canvas: Canvas2D, patch: Patch, world: RasterWorld): Generator<void, void, void> {
  const { scale, left, top, w, h } = patch
  const { scene, painter, colors } = world
  const context: PaintContext = { ...scene.context, palette: colors }
  const elements = elementsOf(patch, world)
  const lifted = patch.only && new Set(patch.only)
  // What is lifted is clipped by what is lifted with it: dragged out of a frame it is seen whole.
  const around = (id: ElementId) => (lifted && !lifted.has(id) ? undefined : scene.get(id))
  const matrix = { a: scale, b: 0, c: 0, d: scale, e: -left, f: -top }
  yield
  const begin = () => {
    canvas.save()
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.beginPath()
    canvas.rect(0, 0, w, h)
    canvas.clip()
  }
  begin()
  let painted = 0
  for (const element of elements) {
    const clip = clipOf(element, around)
    if (clip) {
      canvas.save()
      clipTo(canvas, clip, patch)
    }
    if (!paintSmall(canvas, element, patch, context)) painter.paint(canvas, element, context, colors, matrix)
    if (clip) canvas.restore()
    if (++painted % PAUSE_EVERY === 0) {
      canvas.restore()
      yield
      begin()
    }
  }
  canvas.restore()
}

function elementsOf({ scale, left, top, w, h, only, hiddenToo, share }: Patch, world: RasterWorld): Element[] {
  const { scene, hidden } = world
  const seen = (element: Element) => hiddenToo === true || !hidden.has(element.id)
  if (only) return scene.paintOrdered(only).filter(seen)
  const box: Box = {
    minX: (left - EDGE) / scale,
    minY: (top - EDGE) / scale,
    maxX: (left + w + EDGE) / scale,
    maxY: (top + h + EDGE) / scale,
  }
  const within = share === undefined ? scene.within(box) : scene.sample(box, share)
  return hidden.size === 0 ? within : within.filter(seen)
}

/** Clips in whole numbers near 0, as large ones would lose their fractions on the way to the canvas. */
function clipTo(canvas: Canvas2D, clip: Box, { scale, left, top }: Patch): void {
  canvas.setTransform(1, 0, 0, 1, 0, 0)
  canvas.beginPath()
  const [x, y] = [clip.minX * scale - left, clip.minY * scale - top]
  canvas.rect(x, y, (clip.maxX - clip.minX) * scale, (clip.maxY - clip.minY) * scale)
  canvas.clip()
}
