import type { ElementId, Point } from '@inkwire/board'
import { toWorld } from '../camera.ts'
import type { Desk } from '../desk.ts'
import type { Arrivals } from './arrivals.ts'
import { type Assets, IMAGE_TYPES } from './assets.ts'
import type { CropFrame } from './crop-frame.ts'
import { PictureStore } from './picture-store.ts'

/** Images that come to a board: pasted, dropped or picked, shown at once, uploaded, and then put there; and how they are cropped. */
export class Images {
  private arrivals: Arrivals | undefined
  private layer: HTMLElement | null = null
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
    host.append(layer)
    this.layer = layer
    this.arrivals?.mount(layer)
    host.addEventListener('dragover', (event) => this.draggedOver(event), { signal })
    host.addEventListener('drop', (event) => this.dropped(event, host), { signal })
    // Dropped beside the canvas a file would be shown instead of the board.
    for (const name of ['dragover', 'drop'] as const) {
      window.addEventListener(name, (event) => holdsFiles(event) && event.preventDefault(), { signal })
    }
    window.addEventListener('online', () => this.arrivals?.retryAll(), { signal })
    return () => {
      ending.abort()
      this.cropping?.close()
      layer.remove()
      this.layer = null
      this.arrivals?.mount(null)
    }
  }

  /** Brings what lies over the canvas to where the camera wants it. */
  frame(): void {
    this.arrivals?.frame()
    this.cropping?.place()
  }

  /** Asks for files, and puts them in the middle of the view. */
  pick(): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = IMAGE_TYPES.join(',')
    input.addEventListener('change', () => this.insert([...(input.files ?? [])]))
    // Some browsers only tell of a choice while the field is in the page.
    input.style.display = 'none'
    input.addEventListener('cancel', () => input.remove())
    input.addEventListener('change', () => input.remove())
    this.layer?.append(input)
    input.click()
  }

  /** Puts images on the board, with their middle at a place of the world, by default that of the view. */
  insert(files: readonly Blob[], at = this.middle()): void {
    const { desk, assets } = this
    if (!assets || !this.canInsert) return
    desk.rest.use(({ Arrivals }) => {
      if (!this.arrivals) {
        this.arrivals = new Arrivals(desk, assets)
        this.arrivals.mount(this.layer)
      }
      void this.arrivals.insert(files, at)
    })
  }

  /**
   * Lets this board show what was copied from another one.
   *
   * @returns for each asset what it is here: the server takes out of a file what an earlier version of it kept. Without those
   * that the board can't show, for a reason that was said
   */
  async adopt(assets: ReadonlySet<string>, from: string): Promise<ReadonlyMap<string, string>> {
    const adopted = new Map<string, string>()
    for (const asset of assets) {
      const copied = await this.assets?.copy(asset, from)
      if (copied?.ok) adopted.set(asset, copied.asset)
      else this.desk.notify(copied?.message ?? 'Images can’t be pasted here.')
    }
    return adopted
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
    desk.cancel()
    desk.select([id])
    desk.rest.use(({ CropFrame }) => {
      // The code may have come late: what is there now, and in front?
      const image = desk.scene.get(id)
      if (!this.layer || !desk.canEdit || !image || desk.selection.length !== 1 || desk.selection[0] !== id) return
      this.cropping?.close()
      const frame = new CropFrame(desk, image, assets.folder, () => {
        this.cropping = null
        desk.redraw()
      })
      this.cropping = frame
      this.layer.append(frame.element)
      frame.place()
      frame.focus()
    })
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
    this.insert(files, toWorld(this.desk.camera, { x: event.clientX - left, y: event.clientY - top }))
  }

  private middle(): Point {
    const { camera, size } = this.desk
    return toWorld(camera, { x: size.w / 2, y: size.h / 2 })
  }
}

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false
