import {
  type Box,
  boundsOf,
  boxIntersection,
  clipOf,
  comparePaintOrder,
  type Element,
  type ElementId,
  geometryContext,
  type PaintContext,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { InkView } from '../ink/live-ink.ts'
import { mappedBox } from '../lift/affine.ts'
import { MAX_ABOVE } from '../lift/cover.ts'
import type { CrowdLift } from '../lift/crowd-lift.ts'
import type { Lying } from '../lift/lifts.ts'
import type { Single } from '../lift/wanted.ts'
import type { Lifted } from '../tiles/tile-layer.ts'
import type { Painter } from './painter.ts'

type Canvas2D = CanvasRenderingContext2D

/** What is changed, not only moved, is measured anew each frame: of more than this nothing is looked for above. */
const MAX_MEASURED = 10
/** Paints the elements that lie over the document at rest, and over them what is above: only where they have ink, as below it shows already. */
export class LyingPainter {
  constructor(
    private readonly desk: Desk,
    private readonly painter: Painter,
  ) {}

  paint(canvas: Canvas2D, { singles, crowds, inks }: Lying, view: InkView): void {
    for (const crowd of crowds) this.crowd(canvas, crowd, view)
    if (singles.size > 0) this.singles(canvas, singles, view)
    for (const ink of inks) {
      canvas.setTransform(view.scale, 0, 0, view.scale, view.x, view.y)
      clipped(canvas, clipOf(ink.ink.element, this.desk.scene.get), () => ink.paint(canvas, view, this.desk.colors))
    }
  }

  /** The document with what singles make of it. */
  contextOver(singles: ReadonlyMap<ElementId, Single>): PaintContext {
    const { scene, colors } = this.desk
    const get = (id: ElementId) => {
      const single = singles.get(id)
      return single && !single.affine ? single.element : scene.get(id)
    }
    return { ...geometryContext(get, scene.context.measure), palette: colors }
  }

  private singles(canvas: Canvas2D, singles: ReadonlyMap<ElementId, Single>, view: InkView): void {
    const { scene, colors } = this.desk
    const over = this.contextOver(singles)
    const rest: PaintContext = { ...scene.context, palette: colors }
    const all = this.aboveSingles(singles, over)
    for (const { element } of singles.values()) if (element) all.add(element)
    const ordered = [...all].sort((a, b) => comparePaintOrder(a, b, over.get))
    for (const element of ordered) {
      const single = singles.get(element.id)
      useMapped(canvas, view, single)
      canvas.globalCompositeOperation = single ? 'source-over' : 'source-atop'
      const clip = clipOf(element, single?.along ?? over.get)
      const context = single?.affine ? rest : over
      clipped(canvas, clip, () => this.painter.paint(canvas, element, context, colors))
    }
    canvas.globalCompositeOperation = 'source-over'
  }

  /** What lies above singles, as far as that is found quickly. */
  private aboveSingles(singles: ReadonlyMap<ElementId, Single>, over: PaintContext): Set<Element> {
    const { scene } = this.desk
    const found = new Set<Element>()
    let measured = 0
    for (const [id, { element, affine }] of singles) {
      if (!element || element.type === 'group') continue
      if (!affine && ++measured > MAX_MEASURED) continue
      const box = affine ? scene.around(id) : boundsOf(element, over)
      if (!box) continue
      const place = affine ? mappedBox(affine, box) : box
      const above = scene.above(element, place, (other) => singles.has(other), MAX_ABOVE - found.size)
      if (!above) return new Set()
      for (const one of above) found.add(one)
    }
    return found
  }

  private crowd(canvas: Canvas2D, crowd: CrowdLift, view: InkView): void {
    const { lifted, affine } = crowd
    if (!lifted) return
    const { bitmap, box, scale } = lifted
    const [a, b, c, d, e, f] = affine
    canvas.imageSmoothingEnabled = true
    if (scale === view.scale && a === 1 && d === 1 && b === 0 && c === 0) {
      // On whole device px: a picture half a px off is blurred.
      canvas.setTransform(1, 0, 0, 1, 0, 0)
      canvas.drawImage(bitmap, Math.round(view.x + (box.minX + e) * scale), Math.round(view.y + (box.minY + f) * scale))
    } else {
      useMapped(canvas, view, { element: undefined, affine })
      canvas.drawImage(bitmap, box.minX, box.minY, bitmap.width / scale, bitmap.height / scale)
    }
    const seen = boxIntersection(mappedBox(affine, box), worldBox(view))
    const cover = seen && crowd.cover?.over(seen, { scale: view.scale, zoom: this.desk.camera.zoom })
    if (!cover) return
    canvas.globalCompositeOperation = 'source-atop'
    drawLifted(canvas, cover, view)
    canvas.globalCompositeOperation = 'source-over'
  }
}

/** Draws a picture where its elements are. */
function drawLifted(canvas: Canvas2D, { bitmap, box, scale }: Lifted, view: InkView): void {
  useMapped(canvas, view, undefined)
  if (scale !== view.scale) canvas.drawImage(bitmap, box.minX, box.minY, bitmap.width / scale, bitmap.height / scale)
  else {
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.drawImage(bitmap, Math.round(view.x + box.minX * scale), Math.round(view.y + box.minY * scale))
  }
}

/** What of the world the overlay shows. */
export function worldBox({ x, y, scale, width, height }: InkView): Box {
  return { minX: -x / scale, minY: -y / scale, maxX: (width - x) / scale, maxY: (height - y) / scale }
}

function useMapped(canvas: Canvas2D, { x, y, scale }: InkView, single: Single | undefined): void {
  const [a, b, c, d, e, f] = single?.affine ?? [1, 0, 0, 1, 0, 0]
  canvas.setTransform(scale * a, scale * b, scale * c, scale * d, x + scale * e, y + scale * f)
}

function clipped(canvas: Canvas2D, clip: Box | undefined, paint: () => void): void {
  canvas.save()
  if (clip) {
    canvas.beginPath()
    canvas.rect(clip.minX, clip.minY, clip.maxX - clip.minX, clip.maxY - clip.minY)
    canvas.clip()
  }
  paint()
  canvas.restore()
}
