import { TRASH_MS, type Trash } from './trash.ts'

/** Each instance looks so often; the first time after a part of it that chance gives, so that instances don't all look at once. */
const EVERY_MS = 60 * 60 * 1_000
/** Boards that are removed each time at most: the database has other things to do. */
const AT_A_TIME = 100

/** Removes in the background what was in the trash for too long. */
export class TrashExpiry {
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(
    private readonly trash: Pick<Trash, 'removeOneExpired'>,
    private readonly report: (message: string, details: object) => void,
  ) {}

  start(): void {
    this.schedule(Math.random() * EVERY_MS)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  /** Returns how many boards were removed. Never rejects. */
  async run(now = Date.now()): Promise<number> {
    let count = 0
    try {
      while (count < AT_A_TIME && !this.closed && (await this.trash.removeOneExpired(new Date(now - TRASH_MS)))) count++
    } catch (error) {
      this.report('expired boards could not be removed from the trash; it is tried again', { error })
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
