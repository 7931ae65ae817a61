/** What is measured of a board; ms where nothing else is said. */
export interface Figures {
  readonly scriptCold: number
  readonly scriptWarm: number
  readonly documentCold: number
  readonly shownCold: number
  readonly exactCold: number
  readonly documentWarm: number
  readonly shownWarm: number
  readonly exactWarm: number
  readonly joinBytes: number
  readonly timeline: number
  readonly past: number
  readonly origin: number
}

const ROWS: readonly { readonly name: keyof Figures; readonly title: string; readonly compared: boolean }[] = [
  { name: 'scriptCold', title: 'a script opens it, nobody on it', compared: true },
  { name: 'scriptWarm', title: 'a script opens it, others on it', compared: true },
  { name: 'documentCold', title: 'a browser has the document, nobody on it', compared: true },
  { name: 'shownCold', title: '– half of the ink is on screen', compared: true },
  { name: 'exactCold', title: '– nothing changes any more', compared: true },
  { name: 'documentWarm', title: 'a browser has the document, others on it', compared: true },
  { name: 'shownWarm', title: '– half of the ink is on screen', compared: true },
  { name: 'exactWarm', title: '– nothing changes any more', compared: true },
  { name: 'joinBytes', title: 'bytes of a join', compared: true },
  { name: 'timeline', title: 'the timeline of its history', compared: false },
  { name: 'past', title: 'its document at a seq in the past', compared: false },
  { name: 'origin', title: 'who drew an element', compared: false },
]

/** A column for each board, and how many times the first the last is. */
export function table(boards: readonly { readonly title: string; readonly figures: Figures }[]): string {
  const rows = [
    ['', ...boards.map(({ title }) => title), '×'],
    ...ROWS.map(({ name, title, compared }) => {
      const values = boards.map(({ figures }) => figures[name])
      const [first = Number.NaN, last = Number.NaN] = [values[0], values.at(-1)]
      return [
        title,
        ...values.map((value) => Math.round(value).toLocaleString('en')),
        compared ? (last / first).toFixed(2) : '',
      ]
    }),
  ]
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n')
}

/** The median of each figure. */
export function medianOf(rounds: readonly Figures[]): Figures {
  const one = (name: keyof Figures) => median(rounds.map((round) => round[name]))
  return Object.fromEntries(ROWS.map(({ name }) => [name, one(name)])) as unknown as Figures
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = sorted.length % 2 === 0 ? [sorted[middle - 1], sorted[middle]] : [sorted[middle], sorted[middle]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}
