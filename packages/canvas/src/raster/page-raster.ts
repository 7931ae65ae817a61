import type { ElementId } from '@inkwire/board'
import type { PictureStore } from '../images/picture-store.ts'
import { imagesOf } from '../images/same-image.ts'
import { Painter } from '../paint/painter.ts'
import type { ThemeColors } from '../palette.ts'
import type { Scene } from '../scene/scene.ts'
import type { Revision } from '../tiles/revision.ts'
import type { Patch } from './patch.ts'
import type { Raster, RasterListener } from './raster.ts'
import type { CanvasSheet } from './raster-desk.ts'
import { RasterQueue } from './raster-queue.ts'

/** Painted in one go between two frames, ms. */
const SLICE = 4

/** Paints in slices of the page's own time, from its own scene: where there are no workers that can paint. */
export class PageRaster implements Raster {
  readonly shares = true
  private readonly queue: RasterQueue<CanvasSheet<HTMLCanvasElement>>
  private readonly painter: Painter
  private readonly forgetPictures: (() => void) | undefined
  private readonly next = new MessageChannel()
  private revision: Revision = 0
  private hidden: ReadonlySet<ElementId> = new Set()
  private colors: ThemeColors | undefined
  private asked = false

  constructor(
    scene: Scene,
    private readonly listener: RasterListener,
    pictures?: PictureStore,
  ) {
    this.painter = new Painter(undefined, pictures)
    this.forgetPictures = pictures?.onArrival((asset) => listener.outdated(imagesOf(scene.document.elements(), asset)))
    this.queue = new RasterQueue({
      world: () => {
        const { painter, colors, hidden, revision } = this
        return colors && { scene, painter, colors, hidden, revision }
      },
      sheet(w, h) {
        const surface = document.createElement('canvas')
        surface.width = w
        surface.height = h
        const canvas = surface.getContext('2d')
        return canvas ? { surface, canvas } : undefined
      },
      painted: ({ id }, { surface }, revision) => listener.painted(id, surface, revision),
    })
    this.next.port1.onmessage = () => this.work()
    this.painter.sketching.onArrival(() => this.fontsCame())
    queueMicrotask(() => listener.ready())
  }

  documentCame(): boolean {
    return true
  }

  change(_ids: Iterable<ElementId>, revision: Revision): void {
    this.revision = revision
  }

  hide(ids: readonly ElementId[]): void {
    this.hidden = new Set(ids)
  }

  look(colors: ThemeColors): void {
    this.colors = colors
    this.queue.restart()
    this.goOn()
  }

  fontsCame(): void {
    this.painter.forget()
    this.queue.restart()
    this.listener.outdated('all')
  }

  want(patches: readonly Patch[]): void {
    this.queue.want(patches)
    this.goOn()
  }

  close(): void {
    this.forgetPictures?.()
    this.queue.want([])
    this.next.port1.close()
  }

  private goOn(): void {
    if (this.asked || !this.queue.busy) return
    this.asked = true
    this.next.port2.postMessage(null)
  }

  private work(): void {
    this.asked = false
    const until = performance.now() + SLICE
    this.queue.work(() => performance.now() >= until)
    this.goOn()
  }
}
