import type { Recording } from './recorder/recording.ts'

/** What one run of one case gave: names to numbers; null: this page can't tell. */
export type Figures = Readonly<Record<string, number | null>>

/** The value that a share of all values lies at or below; null for none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** A frame that takes longer is seen as a stutter, ms. */
const STUTTER = 50

/** Times between frames, ms. */
export function frameFigures({ frames, longTasks, blank, stale }: Recording): Figures {
  // The first one began before the case did.
  const times = frames.length > 1 ? frames.slice(1) : frames
  const whole = times.reduce((sum, time) => sum + time, 0)
  return {
    frames: times.length,
    fps: whole > 0 ? (times.length * 1_000) / whole : null,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    max: quantile(times, 1),
    over50: times.filter((time) => time > STUTTER).length,
    longTasks: longTasks.length,
    blank: blank.length > 0 ? Math.max(...blank) : null,
    stale: stale.length > 0 ? Math.max(...stale) : null,
  }
}

/** Times from the hand to the screen, ms. An event under 16 ms has no entry: then it was faster than can be told. */
export function latencyFigures({ moves, downs, events }: Recording): Figures {
  const durations = (name: string) => events.filter((event) => event.name === name).map(({ duration }) => duration)
  return {
    moves: moves.length,
    move50: quantile(moves, 0.5),
    move95: quantile(moves, 0.95),
    moveMax: quantile(moves, 1),
    down50: quantile(downs, 0.5),
    down: quantile(durations('pointerdown'), 0.5),
    downMax: quantile(durations('pointerdown'), 1),
    up: quantile(durations('pointerup'), 0.5),
  }
}

/** The median of each figure of several runs. */
export function medians(runs: readonly Figures[]): Figures {
  const names = new Set(runs.flatMap((run) => Object.keys(run)))
  return Object.fromEntries(
    [...names].map((name) => [name, median(runs.map((run) => run[name]).filter((value) => typeof value === 'number'))]),
  )
}
