import type { Point } from '@inkwire/board'
import { type Size, visibleBox } from '../camera.ts'
import { fromMap, type MapRegion, mapRegion, toMap } from './map-region.ts'
import type { Overview, Panorama } from './panorama.ts'

/**
 * The overview is made small once the canvas has rested so long, ms, and at the latest after the second: it takes a good part of a frame,
 * and nobody looks at the map while drawing.
 */
const REST = 250
const MOST_WAIT = 2_000
/** Longest side of the small copy, px: sharp on a map of 200 px on most screens. */
const COPY_SIDE = 512
/** A view that is small on the map is still seen, px. */
const LEAST_SIDE = 6

/** Everything on the board in an element of the page, with what is seen now as a rectangle; dragging in it moves the camera. */
export class Minimap {
  private readonly canvas = document.createElement('canvas')
  private readonly rectangle = document.createElement('div')
  private readonly ending = new AbortController()
  private readonly stopFrames: () => void
  private readonly observer: ResizeObserver
  private size: Size = { w: 0, h: 0 }
  private region: MapRegion = { x: 0, y: 0, scale: 1 }
  /** The overview made small, and what of the world it shows. */
  private readonly copy = document.createElement('canvas')
  private copied: Overview | undefined
  /** Of the first frame since then, ms. */
  private staleSince: number | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  /** From the pointer to the middle of the rectangle, world px, while it is dragged: the region stays as it is. */
  private drag: { readonly dx: number; readonly dy: number } | undefined

  constructor(
    private readonly panorama: Panorama,
    private readonly host: HTMLElement,
  ) {
    const { signal } = this.ending
    Object.assign(this.canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' })
    Object.assign(this.rectangle.style, {
      position: 'absolute',
      left: '0',
      top: '0',
      boxSizing: 'border-box',
      borderWidth: '1.5px',
      borderStyle: 'solid',
      borderRadius: '2px',
      pointerEvents: 'none',
    })
    Object.assign(host.style, { overflow: 'hidden', touchAction: 'none' })
    host.append(this.canvas, this.rectangle)
    host.addEventListener('pointerdown', (event) => this.down(event), { signal })
    host.addEventListener('pointermove', (event) => this.drag && this.moved(event), { signal })
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
      host.addEventListener(end, () => this.dropped(), { signal })
    this.observer = new ResizeObserver(() => this.resized())
    this.observer.observe(host)
    this.stopFrames = panorama.onFrame(() => this.frame())
    this.resized()
  }

  close(): void {
    this.ending.abort()
    this.observer.disconnect()
    this.stopFrames()
    clearTimeout(this.timer)
    this.canvas.remove()
    this.rectangle.remove()
  }

  private resized(): void {
    const { clientWidth: w, clientHeight: h } = this.host
    this.size = { w, h }
    this.canvas.width = Math.round(w * window.devicePixelRatio)
    this.canvas.height = Math.round(h * window.devicePixelRatio)
    this.copied = undefined
    this.frame()
  }

  private frame(): void {
    const { panorama, size } = this
    if (size.w === 0 || panorama.size.w === 0) return
    const view = visibleBox(panorama.camera, panorama.size)
    const overview = panorama.overview()
    const before = this.region
    if (!this.drag) this.region = mapRegion(overview?.box, view, size)
    const moved = (['x', 'y', 'scale'] as const).some((key) => before[key] !== this.region[key])
    clearTimeout(this.timer)
    const other = overview?.picture !== this.copied?.picture
    this.staleSince ??= performance.now()
    if (other || performance.now() - this.staleSince > MOST_WAIT) this.copyOverview(overview)
    else {
      this.timer = setTimeout(() => this.copyOverview(panorama.overview()), REST)
      if (moved) this.paint()
    }
    const from = toMap(this.region, { x: view.minX, y: view.minY })
    const to = toMap(this.region, { x: view.maxX, y: view.maxY })
    const [w, h] = [Math.max(LEAST_SIDE, to.x - from.x), Math.max(LEAST_SIDE, to.y - from.y)]
    const { accent } = panorama.colors
    Object.assign(this.rectangle.style, {
      width: `${w}px`,
      height: `${h}px`,
      transform: `translate(${(from.x + to.x - w) / 2}px, ${(from.y + to.y - h) / 2}px)`,
      borderColor: accent,
      backgroundColor: `color-mix(in srgb, ${accent} 8%, transparent)`,
    })
  }

  private copyOverview(overview: Overview | undefined): void {
    this.copied = overview
    this.staleSince = undefined
    const { copy } = this
    if (overview) {
      const { minX, minY, maxX, maxY } = overview.box
      const scale = COPY_SIDE / Math.max(1, maxX - minX, maxY - minY)
      copy.width = Math.max(1, Math.round((maxX - minX) * scale))
      copy.height = Math.max(1, Math.round((maxY - minY) * scale))
      const context = copy.getContext('2d')
      if (context) {
        context.imageSmoothingQuality = 'high'
        context.drawImage(overview.picture, 0, 0, copy.width, copy.height)
      }
    }
    this.paint()
  }

  private paint(): void {
    const context = this.canvas.getContext('2d')
    if (!context) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this.canvas.width, this.canvas.height)
    if (!this.copied) return
    const { box } = this.copied
    const ratio = this.canvas.width / this.size.w
    const from = toMap(this.region, { x: box.minX, y: box.minY })
    const { scale } = this.region
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.imageSmoothingQuality = 'high'
    context.drawImage(this.copy, from.x, from.y, (box.maxX - box.minX) * scale, (box.maxY - box.minY) * scale)
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return
    event.preventDefault()
    this.host.setPointerCapture(event.pointerId)
    const at = this.place(event)
    const view = visibleBox(this.panorama.camera, this.panorama.size)
    const inside = at.x >= view.minX && at.x <= view.maxX && at.y >= view.minY && at.y <= view.maxY
    this.drag = inside
      ? { dx: (view.minX + view.maxX) / 2 - at.x, dy: (view.minY + view.maxY) / 2 - at.y }
      : { dx: 0, dy: 0 }
    this.moved(event)
  }

  private moved(event: PointerEvent): void {
    const { x, y } = this.place(event)
    const { dx, dy } = this.drag ?? { dx: 0, dy: 0 }
    this.panorama.lookAt({ x: x + dx, y: y + dy })
  }

  private dropped(): void {
    if (!this.drag) return
    this.drag = undefined
    this.frame()
  }

  /** The world point under a pointer. */
  private place({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = this.host.getBoundingClientRect()
    return fromMap(this.region, { x: clientX - left, y: clientY - top })
  }
}
