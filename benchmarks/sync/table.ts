import type { RunResult } from './run.ts'

interface Column {
  readonly title: string
  readonly name: keyof RunResult
  readonly digits: number
}

const COLUMNS: readonly Column[] = [
  { title: 'p50 ms', name: 'p50', digits: 1 },
  { title: 'p95 ms', name: 'p95', digits: 1 },
  { title: 'p99 ms', name: 'p99', digits: 1 },
  { title: 'lost', name: 'lost', digits: 0 },
  { title: 'CPU s/100k', name: 'serverCpu', digits: 2 },
  { title: 'database', name: 'databaseCpu', digits: 2 },
  { title: 'bytes', name: 'bytes', digits: 0 },
  { title: 'generator %', name: 'generator', digits: 0 },
  { title: 'others %', name: 'others', digits: 0 },
]
/** Of these a ratio says more than the figure, as it holds on other machines too. */
const COMPARED: ReadonlySet<keyof RunResult> = new Set(['p50', 'p95', 'p99', 'serverCpu', 'bytes'])

export type Results = ReadonlyMap<string, readonly RunResult[]>

/** The medians of each contender's runs (`lost`: the sum), as a row; below each but the first, its ratios to the first. */
export function table(results: Results): string {
  const medians = [...results].map(([name, runs]) => [name, medianOf(runs)] as const)
  const rows: string[][] = [['', ...COLUMNS.map(({ title }) => title)]]
  const floor = medians[0]?.[1]
  for (const [name, row] of medians) {
    rows.push([name, ...COLUMNS.map((column) => row[column.name].toFixed(column.digits))])
    if (floor && row !== floor) {
      rows.push([
        `  × ${medians[0]?.[0]}`,
        ...COLUMNS.map(({ name }) => (COMPARED.has(name) ? ratio(row[name], floor[name]) : '')),
      ])
    }
  }
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n')
}

export function medianOf(runs: readonly RunResult[]): RunResult {
  const one = (name: keyof RunResult) => median(runs.map((run) => run[name]))
  return {
    p50: one('p50'),
    p95: one('p95'),
    p99: one('p99'),
    delivered: one('delivered'),
    lost: runs.reduce((sum, run) => sum + run.lost, 0),
    doubled: runs.reduce((sum, run) => sum + run.doubled, 0),
    serverCpu: one('serverCpu'),
    databaseCpu: one('databaseCpu'),
    bytes: one('bytes'),
    generator: one('generator'),
    others: one('others'),
  }
}

const ratio = (value: number, floor: number): string => (value / floor).toFixed(2)

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = sorted.length % 2 === 0 ? [sorted[middle - 1], sorted[middle]] : [sorted[middle], sorted[middle]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}
