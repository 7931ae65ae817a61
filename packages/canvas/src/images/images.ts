import { DOCUMENT_LIMITS, type Element, type ElementId, type GestureId, type Op, type Point } from '@inkwire/board'
import { toWorld } from '../camera.ts'
import type { Desk } from '../desk.ts'
import { placeFor } from '../edits/placing.ts'
import { type Assets, IMAGE_TYPES } from './assets.ts'
import { CropFrame } from './crop-frame.ts'
import { imageBoxes, imageSize } from './image-placement.ts'
import { PendingImage, pictureSize } from './pending-image.ts'
import { PictureStore } from './picture-store.ts'
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

/** Images that come to a board: pasted, dropped or picked, shown at once, uploaded, and then put there; and how they are cropped. */
export class Images {
  private readonly waiting = new Set<Waiting>()
  private readonly queue: Waiting[] = []
  private layer: HTMLElement | null = null
  private uploading = 0
  private cropping: CropFrame | null = null

  constructor(
    private readonly desk: Desk,
    private readonly assets: Assets | undefined,
  ) {
    if (!assets) return
    desk.openImage = (id) => this.crop(id)
    desk.pictures = new PictureStore({ folder: assets.folder })
    // Tiles hear of it by themselves.
    desk.pictures.onArrival(() => desk.redraw())
  }

  /** Whether images can be put on the board now. */
  get canInsert(): boolean {
    return this.assets !== undefined && this.desk.canEdit
  }

  /** Takes part in what the host is: shows what is on its way, and takes what is dropped. Returns how to stop it. */
  mount(host: HTMLElement): () => void {
    const ending = new AbortController()
    const { signal } = ending
    const layer = document.createElement('div')
    Object.assign(layer.style, { position: 'absolute', inset: '0', pointerEvents: 'none' })
    for (const { image } of this.waiting) layer.append(image.element)
    host.append(layer)
    this.layer = layer
    host.addEventListener('dragover', (event) => this.draggedOver(event), { signal })
    host.addEventListener('drop', (event) => this.dropped(event, host), { signal })
    // Dropped beside the canvas a file would be shown instead of the board.
    for (const name of ['dragover', 'drop'] as const) {
      window.addEventListener(name, (event) => holdsFiles(event) && event.preventDefault(), { signal })
    }
    window.addEventListener('online', () => this.retryAll(), { signal })
    return () => {
      ending.abort()
      this.cropping?.close()
      layer.remove()
      this.layer = null
    }
  }

  /** Brings what lies over the canvas to where the camera wants it. */
  frame(): void {
    const { camera, colors, scene } = this.desk
    for (const waiting of this.waiting) {
      // Moved or taken back already: the preview would stay behind.
      if (waiting.element && !sameImage(waiting.element, scene.get(waiting.element.id))) this.remove(waiting)
      else waiting.image.place(camera, colors)
    }
    this.cropping?.place()
  }

  /** Asks for files, and puts them in the middle of the view. */
  pick(): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = IMAGE_TYPES.join(',')
    input.addEventListener('change', () => void this.insert([...(input.files ?? [])]))
    // Some browsers only tell of a choice while the field is in the page.
    input.style.display = 'none'
    input.addEventListener('cancel', () => input.remove())
    input.addEventListener('change', () => input.remove())
    this.layer?.append(input)
    input.click()
  }

  /** Puts images on the board, with their middle at a place of the world, by default that of the view. Never rejects. */
  async insert(files: readonly Blob[], at = this.middle()): Promise<void> {
    const { desk } = this
    if (!this.canInsert) return
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

  /**
   * Lets this board show what was copied from another one.
   *
   * @returns the assets that it can't show, for a reason that was said
   */
  async adopt(assets: ReadonlySet<string>, from: string): Promise<ReadonlySet<string>> {
    const missing = new Set<string>()
    for (const asset of assets) {
      const copied = await this.assets?.copy(asset, from)
      if (copied?.ok) continue
      missing.add(asset)
      this.desk.notify(copied?.message ?? 'Images can’t be pasted here.')
    }
    return missing
  }

  /** The board's name on the clipboard; undefined where it has no images. */
  get board(): string | undefined {
    return this.assets?.board
  }

  /** Whether the selection is one image that can be cropped. */
  get canCrop(): boolean {
    const { desk } = this
    const [id, ...others] = desk.selection
    const element = id === undefined || others.length > 0 ? undefined : desk.scene.get(id)
    return this.canInsert && element?.type === 'image' && !desk.scene.isLocked(element)
  }

  cropSelection(): void {
    const [id] = this.desk.selection
    if (id !== undefined && this.canCrop) this.crop(id)
  }

  /** Lays a frame around an image, by which it is cropped. */
  crop(id: ElementId): void {
    const { desk, assets } = this
    const element = desk.scene.get(id)
    if (!assets || !this.layer || !desk.canEdit || element?.type !== 'image' || desk.scene.isLocked(element)) return
    this.cropping?.close()
    desk.cancel()
    desk.select([id])
    const frame = new CropFrame(desk, element, assets.folder, () => {
      this.cropping = null
      desk.redraw()
    })
    this.cropping = frame
    this.layer.append(frame.element)
    frame.place()
    frame.focus()
  }

  /** What keeps some of the files from being put on the board, for people. */
  private problemOf(files: readonly Blob[], wanted: readonly Blob[]): string | undefined {
    if (wanted.length < files.length) return 'Only PNG, JPEG, WebP and GIF images can be put on a board.'
    if (wanted.some(({ size }) => size > DOCUMENT_LIMITS.assetBytes)) return 'This image is larger than 10 MB.'
    if (wanted.length > MAX_AT_ONCE) return `No more than ${MAX_AT_ONCE} images can come at once.`
    return undefined
  }

  private draggedOver(event: DragEvent): void {
    if (!event.dataTransfer || !holdsFiles(event)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = this.canInsert ? 'copy' : 'none'
  }

  private dropped(event: DragEvent, host: HTMLElement): void {
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    const { left, top } = host.getBoundingClientRect()
    void this.insert(files, toWorld(this.desk.camera, { x: event.clientX - left, y: event.clientY - top }))
  }

  private middle(): Point {
    const { camera, size } = this.desk
    return toWorld(camera, { x: size.w / 2, y: size.h / 2 })
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
    const outcome = await this.assets?.upload(image.file)
    if (!outcome || !this.waiting.has(waiting)) return
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

  private retryAll(): void {
    for (const waiting of this.waiting) {
      const { state } = waiting.image
      if (state.kind === 'failed' && state.retry) this.retry(waiting)
    }
  }

  private remove(waiting: Waiting): void {
    this.waiting.delete(waiting)
    waiting.image.close()
  }
}

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

async function sizeOf(file: Blob): Promise<{ w: number; h: number } | undefined> {
  try {
    return await pictureSize(file)
  } catch {
    return undefined
  }
}
