import type { Assets } from './assets.ts'

/** Each instance looks so often; the first time after a part of it that chance gives, so that instances don't all look at once. */
const EVERY_MS = 60 * 60 * 1_000
/** Images that are removed each time at most. */
const AT_A_TIME = 1_000

/** Removes in the background the images of boards that were deleted for good. */
export class AssetExpiry {
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(
    private readonly assets: Pick<Assets, 'removeOneUnused'>,
    private readonly report: (message: string, details: object) => void,
  ) {}

  start(): void {
    this.schedule(Math.random() * EVERY_MS)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  /** Returns how many images were removed. Never rejects. */
  async run(): Promise<number> {
    let count = 0
    try {
      while (count < AT_A_TIME && !this.closed && (await this.assets.removeOneUnused())) count++
    } catch (error) {
      this.report('images of deleted boards could not be removed; it is tried again', { error })
    }
    return count
  }

  private schedule(ms: number): void {
    this.timer = setTimeout(async () => {
      await this.run()
      if (!this.closed) this.schedule(EVERY_MS)
    }, ms)
    this.timer.unref()
  }
}
