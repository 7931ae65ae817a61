/** First and longest wait before code that could not be fetched is asked for again, ms: the server may just be restarting. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 5_000

/** Code that comes after the page. */
export class Late<Code> {
  private asked = false
  private waiting: ((code: Code) => void)[] = []

  /** @param code what is there already */
  constructor(
    private readonly load: () => Promise<Code>,
    private code?: Code,
  ) {}

  /** Code that came with the page. */
  static there<Code>(code: Code): Late<Code> {
    return new Late<Code>(async () => code, code)
  }

  /** undefined: it isn't there yet. */
  get now(): Code | undefined {
    return this.code
  }

  /** Has it fetched, until it is there. */
  fetch(): void {
    if (this.asked || this.code !== undefined) return
    this.asked = true
    void this.come()
  }

  /** Does something with it, at once where it is there, else when it came; in the order in which it was asked for. */
  whenThere(act: (code: Code) => void): void {
    if (this.code === undefined) this.waiting.push(act)
    else act(this.code)
  }

  /** The same, and has it fetched for that. */
  use(act: (code: Code) => void): void {
    this.fetch()
    this.whenThere(act)
  }

  private async come(): Promise<void> {
    const code = await this.persistently()
    this.code = code
    const { waiting } = this
    this.waiting = []
    for (const act of waiting) act(code)
  }

  private async persistently(): Promise<Code> {
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        return await this.load()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }
}
