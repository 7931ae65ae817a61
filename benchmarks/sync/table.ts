import { type Column, medianOf, type Runs, ratioOf } from './figures.ts'

/** Medians of each contender's runs as a Markdown table; compared figures also as ratios to the first contender. */
export function table(runs: Runs, columns: readonly Column[]): string {
  const [floor = ''] = runs.keys()
  const medians = [...runs].map(([name, some]) => ({ name, row: medianOf(some) }))
  const shown = columns.filter(({ name }) => medians.some(({ row }) => row[name] !== undefined))
  const titles = shown.flatMap(({ title, compared }) => (compared && runs.size > 1 ? [title, '×'] : [title]))
  const rows = medians.map(({ name, row }) => [
    name,
    ...shown.flatMap(({ name: figure, digits, compared }) => {
      const value = row[figure]
      const cell = value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits)
      if (!compared || runs.size === 1) return [cell]
      const ratio = name === floor ? 1 : ratioOf(runs, name, floor, figure)
      return [cell, ratio === undefined ? '' : ratio.toFixed(2)]
    }),
  ])
  const lines = [['', ...titles], ['---', ...titles.map(() => '---:')], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
