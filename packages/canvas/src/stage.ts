import type { Box, ElementId } from '@inkwire/board'
import type { Desk, DeskView } from './desk.ts'
import { Pointers } from './input/pointers.ts'
import { wheelMove } from './input/wheel.ts'
import { trailWait } from './paint/hand-marks.ts'
import { OverlayLayer } from './paint/overlay-layer.ts'
import { Painter } from './paint/painter.ts'
import { paperOf } from './paint/paper.ts'
import { RemoteCursors } from './paint/remote-cursors.ts'
import { PageRaster } from './raster/page-raster.ts'
import { type RasterOptions, startRaster } from './raster/start-raster.ts'
import { TileLayer } from './tiles/tile-layer.ts'
import { TextArea } from './typing/textarea.ts'

/** A longer side can't be a canvas in every browser, device px. */
const MAX_SIDE = 8_192

/** The desk on screen: two canvases and a text field in an element of the page. Paints a frame only when something changed. */
export class Stage implements DeskView {
  readonly field: TextArea
  readonly pointers: Pointers
  /** Called after each frame. */
  framed: () => void = () => {}
  private readonly ending = new AbortController()
  readonly tiles: TileLayer
  private readonly overlayLayer: OverlayLayer
  private readonly cursors: RemoteCursors
  private readonly observer: ResizeObserver
  private requested: number | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private width = 0
  private height = 0
  private ratio = 1

  constructor(
    private readonly desk: Desk,
    private readonly host: HTMLElement,
    raster: RasterOptions = {},
  ) {
    const { signal } = this.ending
    const painter = new Painter(undefined, desk.pictures ?? undefined)
    this.cursors = new RemoteCursors(matchMedia('(prefers-reduced-motion: reduce)').matches)
    this.tiles = new TileLayer({
      scene: desk.scene,
      raster: (listener) =>
        startRaster(raster, { board: desk.board, scene: desk.scene, listener, pictures: desk.pictures ?? undefined }),
      ownRaster: (listener) => new PageRaster(desk.scene, listener, desk.pictures ?? undefined),
      redraw: () => this.redraw(),
      touch: matchMedia('(pointer: coarse)').matches,
    })
    this.overlayLayer = new OverlayLayer(desk, painter, this.tiles, this.cursors)
    painter.sketching.onArrival(() => this.sketcherCame())
    this.field = new TextArea(signal)
    this.pointers = new Pointers(desk, host, () => this.showCursor())
    if (getComputedStyle(host).position === 'static') host.style.position = 'relative'
    Object.assign(host.style, { overflow: 'hidden', touchAction: 'none', userSelect: 'none' })
    for (const { canvas } of [this.tiles, this.overlayLayer]) {
      Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' })
      host.append(canvas)
    }
    host.append(this.field.element)
    this.pointers.listen(signal)
    host.addEventListener('wheel', (event) => this.wheel(event), { passive: false, signal })
    host.addEventListener('scroll', () => this.scrolled(), { signal })
    // Safari zooms the page itself otherwise.
    host.addEventListener('gesturestart', (event) => event.preventDefault(), { passive: false, signal })
    window.addEventListener('pagehide', () => desk.typing?.flush(), { signal })
    document.addEventListener('visibilitychange', () => document.hidden && desk.typing?.flush(), { signal })
    document.fonts.addEventListener('loadingdone', () => this.fontsCame(), { signal })
    this.observer = new ResizeObserver((entries) => this.resized(entries))
    this.observe()
    this.measureHost()
    this.redraw()
  }

  documentCame(): void {
    this.tiles.documentCame()
  }

  changed(ids: ReadonlySet<ElementId>, dirty: readonly Box[]): void {
    this.overlayLayer.changed(ids, this.tiles.changed(ids, dirty))
    this.redraw()
  }

  repaint(): void {
    this.tiles.repaint()
    this.overlayLayer.lookDifferent()
    this.redraw()
  }

  redraw(): void {
    this.requested ??= requestAnimationFrame((now) => this.frame(now))
  }

  /** Takes everything out of the page again. */
  close(): void {
    this.desk.typing?.end()
    this.desk.cancel()
    this.ending.abort()
    this.observer.disconnect()
    clearTimeout(this.timer)
    if (this.requested !== undefined) cancelAnimationFrame(this.requested)
    this.tiles.canvas.remove()
    this.tiles.close()
    this.overlayLayer.close()
    this.field.element.remove()
  }

  /** The pointer looks like what it would do. */
  showCursor(): void {
    const { pointers, desk } = this
    const cursor = pointers.panning ? 'grabbing' : pointers.spaceHeld ? 'grab' : desk.tool.cursor
    if (this.host.style.cursor !== cursor) this.host.style.cursor = cursor
  }

  private frame(now: number): void {
    this.requested = undefined
    clearTimeout(this.timer)
    const { desk, width, height, ratio } = this
    if (width === 0 || height === 0) return
    this.host.style.backgroundColor = desk.colors.canvas
    this.overlayLayer.ask({ width, height, ratio })
    const paper = paperOf(desk.board.meta)
    const settles = this.tiles.frame({ camera: desk.camera, width, height, ratio, colors: desk.colors, paper, now })
    this.cursors.update(desk.board.peers(), now)
    const lifts = this.overlayLayer.frame({ width, height, ratio }, now)
    const placement = desk.typing?.placement
    if (placement) this.field.place(placement, desk.camera)
    this.showCursor()
    this.framed()
    this.again(settles, lifts, this.cursors.wait(now), trailWait(desk, now))
  }

  /** Asks for the next frame: now, later, or not. */
  private again(...waits: readonly (number | undefined)[]): void {
    const wait = waits.reduce((least, next) => (next === undefined ? least : Math.min(least ?? next, next)), undefined)
    if (wait === undefined) return
    if (wait <= 16) this.redraw()
    else this.timer = setTimeout(() => this.redraw(), wait)
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault()
    const { desk } = this
    const move = wheelMove(event)
    if (move.kind === 'pan') {
      desk.pan(move.dx, move.dy)
      return
    }
    const { left, top } = this.host.getBoundingClientRect()
    desk.zoomAt({ x: event.clientX - left, y: event.clientY - top }, desk.camera.zoom * move.factor)
  }

  /** The browser scrolls to a caret that is out of view, clipped or not: the camera goes there instead. */
  private scrolled(): void {
    const { scrollLeft, scrollTop } = this.host
    if (scrollLeft === 0 && scrollTop === 0) return
    this.host.scrollTo(0, 0)
    this.desk.pan(-scrollLeft, -scrollTop)
  }

  /** Texts were measured in another font until now. */
  private fontsCame(): void {
    this.desk.fontsChanged()
    this.tiles.fontsCame()
    this.overlayLayer.lookDifferent()
    this.redraw()
  }

  private sketcherCame(): void {
    this.overlayLayer.lookDifferent()
    this.redraw()
  }

  private observe(): void {
    try {
      this.observer.observe(this.host, { box: 'device-pixel-content-box' })
    } catch {
      // Safari knows no device px here; css px times the ratio are near enough.
      this.observer.observe(this.host)
    }
  }

  private resized(entries: readonly ResizeObserverEntry[]): void {
    const size = entries.at(-1)?.devicePixelContentBoxSize?.[0]
    this.measureHost(size)
    this.redraw()
  }

  private measureHost(size?: ResizeObserverSize): void {
    const { clientWidth, clientHeight } = this.host
    const side = (exact: number | undefined, css: number) =>
      Math.min(MAX_SIDE, Math.round(exact ?? css * window.devicePixelRatio))
    this.width = side(size?.inlineSize, clientWidth)
    this.height = side(size?.blockSize, clientHeight)
    this.ratio = clientWidth > 0 ? this.width / clientWidth : window.devicePixelRatio
    this.desk.size = { w: clientWidth, h: clientHeight }
  }
}
