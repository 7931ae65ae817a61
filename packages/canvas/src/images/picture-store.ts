/** Bytes of decoded pictures that are kept: on a screen of 4,096 × 2,160 px every pixel can be an image's twice over. */
const BUDGET = 128 * 1024 * 1024
const BYTES_PER_PIXEL = 4
/** px: a decoded picture's width is one of 64, 128 … 4,096, so that zooming decodes each image a few times at most. */
const MIN_WIDTH = 64
const MAX_WIDTH = 4_096
/** Pixels of one decoded picture, whatever its proportions. */
const MAX_PIXELS = 4_096 * 4_096
/** Requests at the same time: the browser has other things to load. */
const AT_ONCE = 4
/** What was painted so short a time ago is on screen, ms: it is not dropped, or two images would drive each other out for ever. */
const RECENT_MS = 2_000
/** After a failure it is tried again, each time twice as late, ms. */
const RETRY_MS = 2_000
const MAX_RETRY_MS = 60_000
const MAX_TRIES = 6

interface Entry {
  picture: ImageBitmap | undefined
  /** px of width that it can be decoded at, at most: its own, unless it is giant. */
  natural: number | undefined
  /** px of width that painting last asked for, as a step. */
  wanted: number
  /** ms */
  used: number
  state: 'idle' | 'queued' | 'loading' | 'waiting'
  tries: number
  /** It could not be as large as was wanted: it is tried again when fewer bytes than these are taken. */
  limitedAbove: number | undefined
}

export interface PictureStoreOptions {
  /** Where assets lie: the address of one is this and its hash. Absolute: a worker has an address of its own. */
  readonly folder: string
  readonly budget?: number
  /** ms; by default the clock. */
  readonly now?: () => number
  /** Reads and decodes; by default what the browser does. */
  readonly load?: (url: string, given: Blob | undefined) => Promise<ImageBitmap>
  readonly resize?: (picture: ImageBitmap, width: number, height: number) => Promise<ImageBitmap>
}

/** Decoded pictures of assets, at the sizes they are painted at; on the page and in a worker. The least recently used are dropped. */
export class PictureStore {
  /** The least recently used first. */
  private readonly entries = new Map<string, Entry>()
  private readonly given = new Map<string, Blob>()
  private readonly queue: string[] = []
  private readonly listeners = new Set<(asset: string) => void>()
  private readonly settleListeners = new Set<(asset: string) => void>()
  private readonly timers = new Set<ReturnType<typeof setTimeout>>()
  private readonly options: Required<PictureStoreOptions>
  private loading = 0
  private bytes = 0
  private closed = false

  constructor(options: PictureStoreOptions) {
    this.options = {
      budget: BUDGET,
      now: () => performance.now(),
      load: loadPicture,
      resize: resizePicture,
      ...options,
    }
  }

  /**
   * The picture of an asset to be painted at once, and not kept: it may be closed later. Undefined: it comes, or never does. A
   * better one for the size at which it is painted may come, too.
   *
   * @param pixels width in device px at which the whole image is painted
   */
  get(asset: string, pixels = 1_024): ImageBitmap | undefined {
    const entry = this.entryOf(asset)
    entry.used = this.options.now()
    entry.wanted = stepOf(pixels)
    if (entry.state === 'idle' && this.lacks(entry)) this.enqueue(asset, entry)
    return entry.picture
  }

  /** The same, but waits until it is there at that size; undefined where it can't be had now. */
  async settled(asset: string, pixels: number): Promise<ImageBitmap | undefined> {
    for (;;) {
      const picture = this.get(asset, pixels)
      const entry = this.entryOf(asset)
      if (this.closed || entry.state === 'waiting' || (entry.state === 'idle' && !this.lacks(entry))) return picture
      await new Promise<void>((resolve) => {
        const stop = this.onSettled((settled) => {
          if (settled !== asset) return
          stop()
          resolve()
        })
      })
    }
  }

  /** Hands over a file that is here already, so that it needn't be loaded. It is let go of once it was decoded. */
  give(asset: string, file: Blob): void {
    this.given.set(asset, file)
  }

  /** Calls back when a picture came, or came larger. Returns how to stop it. */
  onArrival(listener: (asset: string) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get folder(): string {
    return this.options.folder
  }

  /** Bytes of all pictures that are decoded now. */
  get size(): number {
    return this.bytes
  }

  close(): void {
    this.closed = true
    for (const { picture } of this.entries.values()) picture?.close()
    for (const timer of this.timers) clearTimeout(timer)
    this.entries.clear()
    this.given.clear()
    this.listeners.clear()
    for (const settled of this.settleListeners) settled('')
    this.settleListeners.clear()
  }

  private onSettled(listener: (asset: string) => void): () => void {
    this.settleListeners.add(listener)
    return () => this.settleListeners.delete(listener)
  }

  private entryOf(asset: string): Entry {
    let entry = this.entries.get(asset)
    if (entry) this.entries.delete(asset)
    else {
      const [picture, natural] = [undefined, undefined]
      entry = { picture, natural, wanted: MIN_WIDTH, used: 0, state: 'idle', tries: 0, limitedAbove: undefined }
    }
    this.entries.set(asset, entry)
    return entry
  }

  private lacks({ picture, natural = Number.POSITIVE_INFINITY, wanted, limitedAbove, tries }: Entry): boolean {
    if (tries >= MAX_TRIES) return false
    if (!picture) return true
    if (picture.width >= Math.min(wanted, natural)) return false
    return limitedAbove === undefined || this.bytes < limitedAbove
  }

  private enqueue(asset: string, entry: Entry): void {
    entry.state = 'queued'
    this.queue.push(asset)
    this.pump()
  }

  private pump(): void {
    while (this.loading < AT_ONCE && !this.closed) {
      // The newest wish first: the others may be out of view by now.
      const asset = this.queue.pop()
      if (asset === undefined) return
      const entry = this.entries.get(asset)
      if (entry?.state !== 'queued') continue
      this.loading++
      entry.state = 'loading'
      this.load(asset, entry).finally(() => {
        this.loading--
        this.pump()
      })
    }
  }

  private async load(asset: string, entry: Entry): Promise<void> {
    const { options } = this
    try {
      const file = this.given.get(asset)
      const whole = await options.load(options.folder + asset, file)
      this.given.delete(asset)
      const pixels = whole.width * whole.height
      entry.natural = Math.round(whole.width * Math.min(1, Math.sqrt(MAX_PIXELS / pixels)))
      const wanted = Math.min(entry.wanted, entry.natural)
      const room = this.makeRoom(entry, wanted ** 2 * (whole.height / whole.width))
      const share = Math.min(wanted / whole.width, Math.sqrt(room / pixels))
      const [w, h] = [Math.max(1, Math.round(whole.width * share)), Math.max(1, Math.round(whole.height * share))]
      const picture = share < 1 ? await options.resize(whole, w, h) : whole
      if (picture !== whole) whole.close()
      if (this.closed) {
        picture.close()
        return
      }
      this.keep(entry, picture)
      entry.limitedAbove = picture.width < wanted ? this.bytes / 2 : undefined
      entry.state = 'idle'
      entry.tries = 0
      for (const listener of this.listeners) listener(asset)
    } catch {
      this.failed(asset, entry)
    }
    for (const listener of this.settleListeners) listener(asset)
  }

  private failed(asset: string, entry: Entry): void {
    entry.tries++
    if (this.closed) return
    if (entry.tries >= MAX_TRIES) {
      entry.state = 'idle'
      return
    }
    entry.state = 'waiting'
    const timer = setTimeout(
      () => {
        this.timers.delete(timer)
        if (entry.state === 'waiting') this.enqueue(asset, entry)
      },
      Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** (entry.tries - 1)),
    )
    this.timers.add(timer)
  }

  private keep(entry: Entry, picture: ImageBitmap): void {
    if (entry.picture) {
      this.bytes -= bytesOf(entry.picture)
      entry.picture.close()
    }
    entry.picture = picture
    this.bytes += bytesOf(picture)
  }

  /** Drops what was not painted for longest. Answers with the pixels that there is room for then; something small always has room. */
  private makeRoom(entry: Entry, pixels: number): number {
    const { budget, now } = this.options
    const mine = entry.picture ? bytesOf(entry.picture) : 0
    const room = () => (budget - this.bytes + mine) / BYTES_PER_PIXEL
    for (const [asset, other] of this.entries) {
      if (room() >= pixels) break
      if (other === entry || !other.picture || now() - other.used < RECENT_MS) continue
      this.bytes -= bytesOf(other.picture)
      other.picture.close()
      other.picture = undefined
      if (other.state === 'idle') this.entries.delete(asset)
    }
    // Half of it: others come, too.
    return room() >= pixels ? pixels : Math.max(MIN_WIDTH ** 2, room() / 2)
  }
}

function stepOf(pixels: number): number {
  let step = MIN_WIDTH
  while (step < pixels && step < MAX_WIDTH) step *= 2
  return step
}

const bytesOf = ({ width, height }: ImageBitmap): number => width * height * BYTES_PER_PIXEL

async function loadPicture(url: string, given: Blob | undefined): Promise<ImageBitmap> {
  if (given) return createImageBitmap(given)
  const answer = await fetch(url, { credentials: 'same-origin', cache: 'force-cache' })
  if (!answer.ok) throw new Error(`an image was answered with ${answer.status}`)
  return createImageBitmap(await answer.blob())
}

function resizePicture(picture: ImageBitmap, resizeWidth: number, resizeHeight: number): Promise<ImageBitmap> {
  return createImageBitmap(picture, { resizeWidth, resizeHeight, resizeQuality: 'high' })
}
