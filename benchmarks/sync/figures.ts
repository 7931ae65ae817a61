/** What one run of a work measured, by name. */
export type Figures = Readonly<Record<string, number>>

/** A figure in a table. */
export interface Column {
  readonly name: string
  readonly title: string
  readonly digits: number
  /** Of these a ratio to the first contender says more than the figure, as it holds on other machines too. */
  readonly compared?: true
}

/** What a work has to show. */
export interface Goal {
  readonly contender: string
  readonly figure: string
  /** The most that is allowed: of the figure, or of its ratio to another contender's. */
  readonly most: number
  readonly to?: string
}

/** Runs of one work, by contender; the first one is what others are compared with. */
export type Runs = ReadonlyMap<string, readonly Figures[]>

/** The median of each figure. */
export function medianOf(runs: readonly Figures[]): Figures {
  const names = new Set(runs.flatMap((run) => Object.keys(run)))
  return Object.fromEntries(
    [...names].map((name) => [name, median(runs.flatMap((run) => (run[name] === undefined ? [] : [run[name]])))]),
  )
}

export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = sorted.length % 2 === 0 ? [sorted[middle - 1], sorted[middle]] : [sorted[middle], sorted[middle]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

/**
 * How one contender's figure relates to another's: the median over the rounds, as both were measured under the same conditions in each.
 * Undefined where either has none.
 */
export function ratioOf(runs: Runs, contender: string, to: string, figure: string): number | undefined {
  const [mine, theirs] = [runs.get(contender) ?? [], runs.get(to) ?? []]
  const ratios = mine.flatMap((run, round) => {
    const [value, floor] = [run[figure], theirs[round]?.[figure]]
    return value === undefined || floor === undefined || !(floor > 0) ? [] : [value / floor]
  })
  return ratios.length === 0 ? undefined : median(ratios)
}

/** One line for a goal: whether it was reached, and with what. */
export function goalLine(runs: Runs, { contender, figure, most, to }: Goal, columns: readonly Column[]): string {
  const value = to === undefined ? medianOf(runs.get(contender) ?? [])[figure] : ratioOf(runs, contender, to, figure)
  const title = columns.find(({ name }) => name === figure)?.title ?? figure
  const what = `${contender}: ${title}${to === undefined ? '' : ` × ${to}`}`
  if (value === undefined || Number.isNaN(value)) return `not measured: ${what}, goal ${most}`
  return `${value <= most ? 'met' : 'missed'}: ${what} ${value.toFixed(2)}, goal ${most}`
}
