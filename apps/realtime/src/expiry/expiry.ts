/** Each instance looks so often; the first time after a part of it that chance gives, so that instances don't all look at once. */
const EVERY_MS = 60 * 60 * 1_000

export interface ExpiryOptions {
  /** Removes one thing whose time is over. Returns whether there was one. */
  readonly removeOne: () => Promise<boolean>
  /** Things that are removed each time at most: the database has other things to do. */
  readonly atATime: number
  /** One line for the log when they could not be removed. */
  readonly failed: string
  readonly report: (message: string, details: object) => void
}

/** Removes in the background what nobody needs any more. */
export class Expiry {
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(private readonly options: ExpiryOptions) {}

  start(): void {
    this.schedule(Math.random() * EVERY_MS)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  /** Returns how many things were removed. Never rejects. */
  async run(): Promise<number> {
    const { removeOne, atATime, failed, report } = this.options
    let count = 0
    try {
      while (count < atATime && !this.closed && (await removeOne())) count++
    } catch (error) {
      report(`${failed}; it is tried again`, { error })
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
