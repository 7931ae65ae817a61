import fc from 'fast-check'

/** How a proof went, for the test outside of the page. */
export interface Outcome {
  readonly runs: number
  /** The smallest example that was found against it, as words. */
  readonly failure: string | null
}

export interface Trial {
  readonly runs: number
  /** Repeats a failure. */
  readonly seed?: number
}

/** ms */
const LONGEST = 10_000

/** Runs a property in the page. */
export async function tried<Ts extends [unknown, ...unknown[]]>(
  property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>,
  { runs, seed }: Trial,
): Promise<Outcome> {
  const details = await fc.check(property as fc.IAsyncProperty<Ts>, {
    numRuns: runs,
    // On a slow machine fewer are tried, and a failure is made less small: a test with its browser takes less than half a minute.
    interruptAfterTimeLimit: LONGEST,
    ...(seed === undefined ? {} : { seed }),
  })
  const { failed, numRuns, counterexample, errorInstance } = details
  if (!failed) return { runs: numRuns, failure: null }
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return { runs: numRuns, failure: `${why}\nseed ${details.seed}\n${fc.stringify(counterexample)}` }
}
