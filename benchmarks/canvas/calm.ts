import { type Figures, medians } from './figures.ts'
import type { Run } from './runner.ts'

/** Others that use more than so many cores disturb a run. */
const MOST_OTHERS = 0.2
/** So much slower than the machine was at its best, a run is disturbed. */
const SLOW = 1.35
/** Where all runs were disturbed, so many of them count: those in which others used least. */
const LEAST_DISTURBED = 3

export interface CalmFigures {
  /** undefined: no run gave any. */
  readonly figures?: Figures
  readonly quiet: boolean
}

/** The machine at its best: the shortest time that the fixed work took in any run, ms. */
export function bestOf(runs: readonly Run[]): number {
  return Math.min(...runs.map(({ calibration }) => calibration).filter((ms) => ms > 0))
}

/** The medians of the quiet runs of one case, else of those that others disturbed least. */
export function calmFigures(runs: readonly Run[], best: number): CalmFigures {
  const done = runs.flatMap((run) => (run.outcome.kind === 'figures' ? [{ ...run, figures: run.outcome.figures }] : []))
  if (done.length === 0) return { quiet: false }
  const quiet = done.filter((run) => run.others <= MOST_OTHERS && run.calibration <= best * SLOW)
  const used = quiet.length > 0 ? quiet : [...done].sort((a, b) => a.others - b.others).slice(0, LEAST_DISTURBED)
  return { figures: medians(used.map(({ figures }) => figures)), quiet: quiet.length > 0 }
}
