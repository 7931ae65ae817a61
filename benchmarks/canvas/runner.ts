import { setTimeout as sleep } from 'node:timers/promises'
import { CASES, ON_EMPTY, OWN } from './cases/cases.ts'
import type { Figures } from './figures.ts'
import { killBrowsers, othersWatch } from './processes.ts'
import { Session } from './session.ts'
import type { HotFunction } from './thread-inspector.ts'
import { wireSizes } from './wire-size.ts'

/** One run of one case. */
export interface Run {
  readonly page: string
  /** Elements of the scene. */
  readonly count: number
  readonly repetition: number
  readonly case: string
  readonly outcome: Outcome
  /** Cores that other programs used meanwhile. */
  readonly others: number
  /** ms of a fixed piece of work: the slower of before and after. */
  readonly calibration: number
  /** Of each thread. */
  readonly profile?: Readonly<Record<string, readonly HotFunction[]>> | undefined
}

export type Outcome =
  | { readonly kind: 'figures'; readonly figures: Figures }
  /** It took longer than the cap. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'error'; readonly message: string }

export interface RunnerOptions {
  readonly recorder: string
  readonly cases: readonly string[]
  /** A case that takes longer is given up, ms. */
  readonly cap: number
  readonly profile: boolean
  /** So long is waited for quiet in all, ms. */
  readonly patience: number
  readonly heard: (run: Run) => void
}

/** Others that use less than this many cores don't disturb. */
const QUIET = 0.15
/** For so long one waits for that before a case, ms. */
const WAIT_ONCE = 8_000
/** An open page that takes longer has failed, ms. */
const OPEN_MS = 90_000

class Timeout extends Error {}

type Measured = Pick<Run, 'outcome' | 'others' | 'calibration' | 'profile'>

export interface Visited {
  readonly name: string
  readonly url: string
}

/** Runs cases on pages, each page and scene in a browser of its own. */
export class Runner {
  private waited = 0

  constructor(private readonly options: RunnerOptions) {}

  /** All cases on one page with one scene, `onEmpty` some of them on an empty board, too. */
  async run(page: Visited, count: number, repetition: number, onEmpty: boolean): Promise<void> {
    const { cases, heard } = this.options
    const report = (name: string, outcome: Outcome, measured: Partial<Measured> = {}) =>
      heard({ page: page.name, count, repetition, case: name, outcome, others: 0, calibration: 0, ...measured })
    let view: 'all' | 'middle' = 'all'
    let session: Session | undefined
    try {
      session = await this.open(page, count)
      const loaded = await this.load(session, 'all')
      if (cases.includes('load')) report('load', loaded.outcome, loaded)
    } catch (error) {
      report('load', outcomeOf(error))
      session = await this.close()
      // What can't show everything within the cap may still show its middle.
      if (error instanceof Timeout) view = 'middle'
    }
    const measured = Object.entries(CASES).filter(
      ([name]) => cases.includes(name) && (page.name === 'inkwire' || !OWN.has(name)),
    )
    for (const [name, act] of measured) {
      try {
        if (!session) {
          session = await this.open(page, count)
          const loaded = await this.load(session, view)
          if (view === 'middle' && cases.includes('load')) report('loadMiddle', loaded.outcome, loaded)
        }
        const current = session
        const run = await this.profiled(current, () => act(current))
        report(name, run.outcome, run)
      } catch (error) {
        report(name, outcomeOf(error))
        session = await this.close(session)
      }
    }
    await this.close(session)
    if (onEmpty) await this.runOnEmpty(page, count, report)
  }

  /** Cases that are compared with the same on an empty board, seen by the same cameras. */
  private async runOnEmpty(
    page: Visited,
    count: number,
    report: (name: string, outcome: Outcome, measured: Partial<Measured>) => void,
  ): Promise<void> {
    let session: Session | undefined
    for (const name of ON_EMPTY.filter((one) => this.options.cases.includes(one))) {
      const act = CASES[name]
      if (!act) continue
      try {
        session ??= await this.open(page, count)
        const current = session
        const run = await this.measured(current, () => act(current))
        report(`${name}Empty`, run.outcome, run)
      } catch (error) {
        report(`${name}Empty`, outcomeOf(error), {})
        session = await this.close(session)
      }
    }
    await this.close(session)
  }

  private open({ url }: Visited, count: number): Promise<Session> {
    return within(OPEN_MS, Session.open({ url, count, recorder: this.options.recorder }))
  }

  private async load(session: Session, view: 'all' | 'middle'): Promise<Measured> {
    await within(OPEN_MS, session.prepare())
    const { requests, ...sizes } = await wireSizes(session.urls)
    const bytes = Object.values(sizes).reduce((sum, size) => sum + size, 0)
    const run = await this.profiled(session, async () => ({
      ...(await session.load(view)),
      elements: await session.elements(),
      bytes,
      requests,
    }))
    await sleep(500)
    return run
  }

  /** Ends the browser, also one that doesn't answer, or that never came up. */
  private async close(session?: Session): Promise<undefined> {
    await session?.close()
    killBrowsers()
  }

  private async profiled(session: Session, act: () => Promise<Figures>): Promise<Measured> {
    if (!this.options.profile) return this.measured(session, act)
    let profile: Run['profile'] = {}
    const run = await this.measured(session, async () => {
      const end = await session.threads.profile()
      const figures = await act()
      profile = await end()
      return figures
    })
    return { ...run, profile }
  }

  private async measured(session: Session, act: () => Promise<Figures>): Promise<Measured> {
    const calibrate = () =>
      within(
        20_000,
        session.page.evaluate(() => window.recorder.calibrate()),
      )
    await this.quiet()
    const before = await calibrate()
    const watch = othersWatch()
    const figures = await within(this.options.cap, act())
    const others = watch()
    const calibration = Math.max(before, await calibrate())
    return { outcome: { kind: 'figures', figures }, others, calibration }
  }

  /** Waits until other programs are quiet, but not for ever. */
  private async quiet(): Promise<void> {
    const begin = performance.now()
    for (;;) {
      const watch = othersWatch()
      await sleep(400)
      if (watch() < QUIET || performance.now() - begin > WAIT_ONCE) return
      this.waited += 400
      if (this.waited > this.options.patience) return
    }
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Timeout) return { kind: 'timeout' }
  return { kind: 'error', message: error instanceof Error ? error.message.slice(0, 300) : String(error) }
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Timeout()), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
