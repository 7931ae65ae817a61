/** A process that runs. */
export interface Running {
  /** Settled with how it ended, such as "exit code 1". */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

export interface KeeperOptions {
  readonly name: string
  readonly start: () => Promise<Running>
  readonly say: (line: string) => void
  /** It died too often; called once. */
  readonly giveUp: (reason: string) => void
  /** Never gives up: in development the next change may mend it. */
  readonly patient?: boolean
  readonly sleep?: (ms: number) => Promise<void>
  /** Milliseconds. */
  readonly now?: () => number
}

/** So often within so many ms, and it is no accident. */
const DEATHS = { count: 5, withinMs: 60_000 }
/** ms before the first restart; doubled with each further one. */
const FIRST_PAUSE = 250
/** ms that a pause grows to at most. */
const LONGEST_PAUSE = 8000

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'starting'; readonly attempt: Promise<Running> }
  | { readonly is: 'running'; readonly running: Running }
  | { readonly is: 'pausing' }
  | { readonly is: 'stopped' }

/** Keeps one process running: starts it again when it dies, a little later each time. */
export class Keeper {
  readonly #options: Required<KeeperOptions>
  #state: State = { is: 'idle' }
  #deaths: number[] = []
  #established = false
  #wanted = false

  constructor(options: KeeperOptions) {
    this.#options = {
      patient: false,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      now: Date.now,
      ...options,
    }
  }

  /** The first start; throws what it throws. */
  async begin(): Promise<void> {
    await this.#start()
  }

  /** From now on a death is an accident; before, it says that this process can't run here, and is final. */
  establish(): void {
    this.#established = true
  }

  /** Ends it and starts it anew, at once: this is no death. */
  async restart(): Promise<void> {
    if (this.#state.is !== 'running') return
    this.#wanted = true
    await this.#state.running.stop()
  }

  async stop(): Promise<void> {
    const state = this.#state
    this.#state = { is: 'stopped' }
    switch (state.is) {
      case 'starting':
        // A start can't be called back halfway: it is waited for, and what it started is stopped.
        await state.attempt.then((running) => running.stop()).catch(() => {})
        return
      case 'running':
        await state.running.stop()
        return
      case 'idle':
      case 'pausing':
      case 'stopped':
        return
    }
  }

  async #start(): Promise<void> {
    const attempt = this.#options.start()
    this.#state = { is: 'starting', attempt }
    const running = await attempt
    if (this.#isStopped()) return
    this.#state = { is: 'running', running }
    void running.ended.then((how) => this.#died(how))
  }

  async #died(how: string): Promise<void> {
    const { name, say, giveUp, patient, sleep, now } = this.#options
    if (this.#isStopped()) return
    if (this.#wanted) {
      this.#wanted = false
      return this.#startAgain()
    }
    this.#deaths = [...this.#deaths.filter((at) => at > now() - DEATHS.withinMs), now()]
    if (!patient && (!this.#established || this.#deaths.length >= DEATHS.count)) {
      this.#state = { is: 'stopped' }
      giveUp(
        this.#established
          ? `${name} ended ${DEATHS.count} times within a minute (${how})`
          : `${name} did not start (${how})`,
      )
      return
    }
    this.#state = { is: 'pausing' }
    say(`${name} ended (${how}): starting it again`)
    await sleep(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.#deaths.length - 1)))
    await this.#startAgain()
  }

  async #startAgain(): Promise<void> {
    if (this.#isStopped()) return
    await this.#start().catch((error: unknown) => this.#died(error instanceof Error ? error.message : String(error)))
  }

  #isStopped(): boolean {
    return this.#state.is === 'stopped'
  }
}
