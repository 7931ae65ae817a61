import { DOCUMENT_LIMITS, type Element, type ElementId, type GestureId, type Op, type Point } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { placeFor } from '../edits/placing.ts'
import { type Assets, IMAGE_TYPES } from './assets.ts'
import { imageBoxes, imageSize } from './image-placement.ts'
import { PendingImage, pictureSize } from './pending-image.ts'
import { sameImage } from './same-image.ts'

/** Images that come together at most: more are a folder that was dropped by mistake. */
const MAX_AT_ONCE = 100
/** Uploads at the same time. */
const UPLOADS = 3
/** A preview stays so long over the image that it became, ms: until its picture is decoded there too. */
const HANDOVER_MS = 1_500

/** What came together: one undo step. */
interface Arrival {
  readonly gesture: GestureId
  readonly placed: ElementId[]
  left: number
}

interface Waiting {
  readonly image: PendingImage
  arrival: Arrival
  /** What it became. */
  element?: Element | undefined
}

/** Images on their way to a board: shown at once, uploaded, and then put there. */
export class Arrivals {
  private readonly waiting = new Set<Waiting>()
  private readonly queue: Waiting[] = []
  private layer: HTMLElement | null = null
  private uploading = 0

  constructor(
    private readonly desk: Desk,
    private readonly assets: Assets,
  ) {}

  /** Shows what is on its way in this element; null: nowhere. */
  mount(layer: HTMLElement | null): void {
    this.layer = layer
    for (const { image } of this.waiting) layer?.append(image.element)
  }

  /** Brings what is on its way to where the camera wants it. */
  frame(): void {
    const { camera, colors, scene } = this.desk
    for (const waiting of this.waiting) {
      // Moved or taken back already: the preview would stay behind.
      if (waiting.element && !sameImage(waiting.element, scene.get(waiting.element.id))) this.remove(waiting)
      else waiting.image.place(camera, colors)
    }
  }

  /** Puts images on the board, with their middle at a place of the world. Never rejects. */
  async insert(files: readonly Blob[], at: Point): Promise<void> {
    const { desk } = this
    if (!desk.canEdit) return
    const wanted = files.filter(({ type }) => IMAGE_TYPES.includes(type))
    const problem = this.problemOf(files, wanted)
    if (problem) desk.notify(problem)
    const small = wanted.filter(({ size }) => size <= DOCUMENT_LIMITS.assetBytes).slice(0, MAX_AT_ONCE)
    const measured = await Promise.all(small.map(async (file) => ({ file, pixels: await sizeOf(file) })))
    const readable = measured.flatMap(({ file, pixels }) => (pixels ? [{ file, pixels }] : []))
    if (readable.length < measured.length) desk.notify('This image is damaged: it can’t be shown.')
    if (readable.length === 0) return
    const boxes = imageBoxes(readable.map(({ pixels }) => imageSize(pixels, desk.size, desk.camera)), at) // biome-ignore format: one row
    const arrival = { gesture: desk.newGesture(), placed: [], left: readable.length }
    for (const [i, { file }] of readable.entries()) {
      const box = boxes[i]
      if (!box) continue
      const image = new PendingImage(file, box, { retry: () => this.retry(waiting), discard: () => this.remove(waiting) }) // biome-ignore format: one row
      const waiting: Waiting = { image, arrival }
      this.waiting.add(waiting)
      this.layer?.append(image.element)
      this.queue.push(waiting)
    }
    desk.redraw()
    this.pump()
  }

  /** What could not be uploaded is tried again. */
  retryAll(): void {
    for (const waiting of this.waiting) {
      const { state } = waiting.image
      if (state.kind === 'failed' && state.retry) this.retry(waiting)
    }
  }

  /** What keeps some of the files from being put on the board, for people. */
  private problemOf(files: readonly Blob[], wanted: readonly Blob[]): string | undefined {
    if (wanted.length < files.length) return 'Only PNG, JPEG, WebP and GIF images can be put on a board.'
    if (wanted.some(({ size }) => size > DOCUMENT_LIMITS.assetBytes)) return 'This image is larger than 10 MB.'
    if (wanted.length > MAX_AT_ONCE) return `No more than ${MAX_AT_ONCE} images can come at once.`
    return undefined
  }

  private pump(): void {
    while (this.uploading < UPLOADS) {
      const waiting = this.queue.shift()
      if (!waiting) return
      this.uploading++
      this.upload(waiting).finally(() => {
        this.uploading--
        this.pump()
      })
    }
  }

  private async upload(waiting: Waiting): Promise<void> {
    const { image, arrival } = waiting
    const outcome = await this.assets.upload(image.file)
    if (!this.waiting.has(waiting)) return
    if (!outcome.ok) {
      image.state = { kind: 'failed', message: outcome.message, retry: outcome.retry }
      this.desk.redraw()
    } else if (this.desk.canEdit) this.put(waiting, outcome.asset)
    else image.state = { kind: 'failed', message: 'You may only look at this board now.', retry: false }
    arrival.left--
    this.selectArrived(arrival)
  }

  private put(waiting: Waiting, asset: string): void {
    const { desk } = this
    const { image, arrival } = waiting
    const { x, y, w, h } = image.box
    const id = desk.newId()
    const place = placeFor(desk.scene, [{ x: x + w / 2, y: y + h / 2 }], Math.random)
    const op: Op = { op: 'put', element: { id, type: 'image', ...place, x, y, w, h, asset } }
    desk.commit(arrival.gesture, [op])
    arrival.placed.push(id)
    waiting.element = desk.scene.get(id)
    image.settle()
    setTimeout(() => this.remove(waiting), HANDOVER_MS)
  }

  private selectArrived({ placed, left }: Arrival): void {
    const { desk } = this
    if (left > 0 || placed.length === 0 || desk.tool.busy || desk.typing) return
    desk.setTool('select')
    desk.select(placed)
  }

  private retry(waiting: Waiting): void {
    if (waiting.image.state.kind !== 'failed') return
    waiting.image.state = { kind: 'uploading' }
    waiting.arrival = { gesture: this.desk.newGesture(), placed: [], left: 1 }
    this.queue.push(waiting)
    this.desk.redraw()
    this.pump()
  }

  private remove(waiting: Waiting): void {
    this.waiting.delete(waiting)
    waiting.image.close()
  }
}

async function sizeOf(file: Blob): Promise<{ w: number; h: number } | undefined> {
  try {
    return await pictureSize(file)
  } catch {
    return undefined
  }
}
