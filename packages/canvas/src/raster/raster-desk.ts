import { type ElementId, type Measure, PackError, readElements, readSnapshot } from '@inkwire/board'
import { imagesOf } from '../images/same-image.ts'
import type { Canvas2D, Painter } from '../paint/painter.ts'
import type { ThemeColors } from '../palette.ts'
import { Scene } from '../scene/scene.ts'
import type { Revision } from '../tiles/revision.ts'
import type { ToRaster } from './messages.ts'
import type { Patch } from './patch.ts'
import { RasterDocument } from './raster-document.ts'
import { RasterQueue, type Sheet } from './raster-queue.ts'

export interface RasterDeskOptions<S extends Sheet> {
  readonly measure: Measure
  readonly painter: Painter
  sheet(w: number, h: number): S | undefined
  painted(patch: Patch, sheet: S, revision: Revision): void
}

/** The inside of a raster worker: takes messages, keeps the document, paints. */
export class RasterDesk<S extends Sheet> {
  private readonly document = new RasterDocument()
  private readonly scene: Scene
  private readonly queue: RasterQueue<S>
  private revision: Revision = 0
  private hidden: ReadonlySet<ElementId> = new Set()
  private colors: ThemeColors | undefined
  /** The scene knows the document. */
  private indexed = false
  /** That is the document of the page. */
  private loaded = false

  constructor(private readonly options: RasterDeskOptions<S>) {
    this.scene = new Scene(this.document, options.measure)
    this.queue = new RasterQueue<S>({
      world: () => {
        const { scene, colors, hidden, revision } = this
        return colors && { scene, painter: options.painter, colors, hidden, revision }
      },
      sheet: (w, h) => options.sheet(w, h),
      painted: (patch, sheet, revision) => options.painted(patch, sheet, revision),
    })
  }

  take(message: Exclude<ToRaster, { kind: 'fonts' | 'pictures' }>): void {
    switch (message.kind) {
      case 'clear':
        this.clear()
        return
      case 'elements':
        if (message.whole) this.takeWhole(message.bytes)
        else for (const element of readElements(message.bytes)) this.document.put(element)
        return
      case 'loaded':
        if (!this.indexed) this.scene.rebuild()
        this.indexed = true
        this.loaded = true
        this.revision = message.revision
        return
      case 'change':
        this.revision = message.revision
        for (const [id, element] of message.elements) {
          if (element) this.document.put(element)
          else this.document.remove(id)
        }
        if (this.indexed) this.scene.update(message.elements.map(([id]) => id))
        return
      case 'hide':
        this.hidden = new Set(message.ids)
        return
      case 'look':
        this.colors = message.colors
        this.queue.restart()
        return
      case 'want':
        this.queue.want(message.patches)
        return
    }
  }

  /** A font came: texts measure differently. Answers with the elements that have one. */
  fontsCame(): readonly ElementId[] {
    this.options.painter.forget()
    this.queue.restart()
    return this.indexed ? this.scene.remeasure() : []
  }

  private clear(): void {
    this.loaded = false
    this.indexed = false
    this.document.clear()
  }

  /** It may have been sent ahead: indexed now, it is ready when the page is. */
  private takeWhole(bytes: Uint8Array): void {
    try {
      for (const element of readSnapshot(bytes).elements) this.document.put(element)
    } catch (error) {
      if (!(error instanceof PackError)) throw error
      // The page finds the same, and gets another one.
      this.clear()
      return
    }
    this.scene.rebuild()
    this.indexed = true
  }

  /** Shapes can be sketchy from now on. */
  sketcherCame(): void {
    this.queue.restart()
  }

  /** The images that show an asset. */
  showing(asset: string): ElementId[] {
    return imagesOf(this.document.elements(), asset)
  }

  /** There is something to paint, and all of it is known. */
  get busy(): boolean {
    return this.loaded && this.queue.busy
  }

  work(enough: () => boolean): void {
    if (this.busy) this.queue.work(enough)
  }
}

/** A sheet that a canvas gives. */
export interface CanvasSheet<C> extends Sheet {
  readonly surface: C
  readonly canvas: Canvas2D
}
