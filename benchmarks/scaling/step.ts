/** What is put on one instance. */
export interface Step {
  readonly boards: number
  /** On each board. */
  readonly writers: number
  /** On each board: they look on. */
  readonly viewers: number
  /** Elements of each board before anybody draws. */
  readonly elements: number
  /** Updates a second of each writer: points that a stroke gets, moves of a rectangle. */
  readonly rate: number
}

const QUIET: Step = { boards: 1, writers: 2, viewers: 0, elements: 0, rate: 10 }

/** One thing grows at a time. */
export const STEPS: { readonly [dimension: string]: readonly Step[] } = {
  writers: [2, 10, 30, 60].map((writers) => ({ ...QUIET, writers })),
  viewers: [10, 100, 300, 1_000, 3_000].map((viewers) => ({ ...QUIET, viewers })),
  boards: [10, 50, 150, 300, 600].map((boards) => ({ ...QUIET, boards, writers: 3 })),
  elements: [1_000, 10_000, 50_000].map((elements) => ({ ...QUIET, elements })),
}

/** What a step cost, as the instance itself counted it (/metrics). */
export interface Cost {
  /** % of one core. */
  readonly cpu: number
  /** Messages a second to all connections. */
  readonly messages: number
  /** CPU of one message, µs. */
  readonly perMessage: number
  /** ms from what a tick waited longest with to when it was with all connections. */
  readonly fanOut: { readonly p50: number; readonly p99: number }
  /** ms until the database had a batch. */
  readonly commit: { readonly p50: number; readonly p99: number }
  /** Pause between ticks at the end, ms. */
  readonly tick: number
  readonly liveDropped: number
  /** Resident memory at the end, MB. */
  readonly memory: number
  /** % of one core that the generator itself used: near 100 it measures itself. */
  readonly generator: number
  /** Connections at the end: fewer than there should be were lost. */
  readonly connections: number
}
