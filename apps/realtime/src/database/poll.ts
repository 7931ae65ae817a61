/** Asks the database something again and again, each time so long after the last answer, so that a slow one is never asked twice at once. */
export class Poll {
  private timer: NodeJS.Timeout | undefined
  private closed = false

  /** @param look never rejects */
  constructor(
    private readonly pauseMs: number,
    private readonly look: () => Promise<unknown>,
  ) {}

  start(): void {
    this.timer = setTimeout(async () => {
      await this.look()
      if (!this.closed) this.start()
    }, this.pauseMs)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }
}
