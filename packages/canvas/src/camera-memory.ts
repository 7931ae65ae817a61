import * as z from 'zod/mini'
import { type Camera, fitted, MAX_ZOOM, MIN_ZOOM, visibleBox } from './camera.ts'
import type { Desk } from './desk.ts'
import { type EditorStorage, storedValue } from './storage.ts'

/** The camera is written this long after it came to rest, ms. */
const REST = 400
/** Content that comes later than this after the board was opened is somebody drawing, not the board loading, ms. */
const LOADING_TIME = 10_000

const stored = z.object({
  x: z.number().check(z.minimum(-4_000_000), z.maximum(4_000_000)),
  y: z.number().check(z.minimum(-4_000_000), z.maximum(4_000_000)),
  zoom: z.number().check(z.minimum(MIN_ZOOM), z.maximum(MAX_ZOOM)),
})

/** Brings people back to where they were on a board; on the first visit, to where its content is. */
export class CameraMemory {
  private seen: Camera
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Until then the board may be fitted into the view, ms of the page; 0: never again. */
  private fitsUntil = 0

  constructor(
    private readonly desk: Desk,
    private readonly storage: EditorStorage,
    private readonly key: string,
  ) {
    this.seen = desk.camera
  }

  /** The board is on screen. */
  open(now: number): void {
    const found = stored.safeParse(storedValue(this.storage, this.key))
    if (found.success) this.desk.setCamera(found.data)
    else this.fitsUntil = now + LOADING_TIME
    this.seen = this.desk.camera
    this.changed(now)
  }

  /** Something changed: perhaps the camera, perhaps the board's content came. */
  changed(now: number): void {
    const { desk } = this
    if (desk.camera !== this.seen) {
      this.seen = desk.camera
      this.fitsUntil = 0
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.write(), REST)
    }
    if (this.fitsUntil === 0) return
    if (now > this.fitsUntil || desk.tool.busy || desk.typing) {
      this.fitsUntil = 0
      return
    }
    const all = desk.size.w > 0 ? desk.scene.allBounds() : undefined
    if (!all) return
    this.fitsUntil = 0
    const view = visibleBox(desk.camera, desk.size)
    const inView = all.minX >= view.minX && all.minY >= view.minY && all.maxX <= view.maxX && all.maxY <= view.maxY
    if (!inView) desk.setCamera(fitted(all, desk.size))
  }

  /** Writes what isn't written yet: the page goes. */
  write(): void {
    if (this.timer === undefined) return
    clearTimeout(this.timer)
    this.timer = undefined
    const { x, y, zoom } = this.seen
    this.storage.set(this.key, JSON.stringify({ x, y, zoom }))
  }
}
