/** Lets so much work run at once; the rest waits, in the order in which it came. */
export class Turns {
  private readonly queue: (() => void)[] = []
  private running = 0

  constructor(private readonly atOnce: number) {}

  /** How much waits. */
  get waiting(): number {
    return this.queue.length
  }

  /** Settles as the work does. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.turn()
    try {
      return await work()
    } finally {
      const next = this.queue.shift()
      if (next) next()
      else this.running--
    }
  }

  /** Waits for a place; whoever leaves one hands it on. */
  private async turn(): Promise<void> {
    if (this.running >= this.atOnce) return new Promise((resolve) => this.queue.push(resolve))
    this.running++
  }
}
