import type { Column, Figures, Goal } from '../figures.ts'

export interface WorkOptions {
  /** Of the part that counts, in s; a warm-up comes before. */
  readonly seconds: number
  /** A smoke test: small crowds, short, nothing to quote. */
  readonly quick: boolean
}

/** One thing that is measured, for each of several contenders. */
export interface Work {
  /** As `--works` names it. */
  readonly name: string
  readonly title: string
  /** The first one is what others are compared with. */
  readonly contenders: readonly string[]
  readonly columns: readonly Column[]
  readonly goals: readonly Goal[]
  /** Rejects when it could not be measured. */
  run(contender: string, options: WorkOptions): Promise<Figures>
}
