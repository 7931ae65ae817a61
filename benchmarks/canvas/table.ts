import { bestOf, calmFigures } from './calm.ts'
import type { Figures } from './figures.ts'
import { goalLines, type Measured } from './goals.ts'
import type { Outcome, Run } from './runner.ts'
import type { WireSizes } from './wire-size.ts'

/** What of a case is shown, in columns; `target` is what must be reached. */
interface Row {
  readonly case: string
  readonly title: string
  readonly show: (figures: Figures) => string
}

const digits = (value: number | null | undefined, count = 0): string => {
  if (value === null || value === undefined) return '–'
  if (!Number.isFinite(value)) return 'never'
  if (value < 1) return String(Number(value.toPrecision(2)))
  return value.toFixed(value < 10 ? Math.max(count, 1) : count).replace(/\.0$/, '')
}

const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `${digits(value * 100, 1)} %`

const frames = (f: Figures): string =>
  `${digits(f.p50)} / ${digits(f.p95)} / ${digits(f.max)}, ${digits(f.fps)} fps, ${digits(f.over50)} > 50`
const latency = (f: Figures): string => `${digits(f.move50)} / ${digits(f.move95)}, down ${digits(f.down)}`

const ROWS: readonly Row[] = [
  {
    case: 'load',
    title: 'load, everything in view, ms',
    show: (f) => `${digits(f.ms)}${typeof f.first === 'number' ? `, something after ${digits(f.first)}` : ''}`,
  },
  { case: 'loadMiddle', title: 'load, middle at zoom 1, ms', show: (f) => digits(f.ms) },
  {
    case: 'memory',
    title: 'JS heap page + worker / browser, MB',
    show: (f) => `${digits(f.heap)} + ${digits(f.workerHeap)} / ${digits(f.browser)}`,
  },
  { case: 'panAll', title: 'pan, everything in view', show: frames },
  { case: 'pan10', title: 'pan, a tenth in view', show: frames },
  { case: 'panFull10', title: 'pan over whole viewports, a tenth in view', show: frames },
  { case: 'panWheel10', title: 'pan by wheel, a tenth in view', show: frames },
  { case: 'zoomWheel', title: 'zoom by ctrl and wheel', show: frames },
  { case: 'drag1', title: 'drag 1, 1,000 in view', show: frames },
  { case: 'drag1000', title: 'drag 1,000', show: frames },
  { case: 'draw100', title: 'draw at zoom 1: event to paint', show: latency },
  { case: 'draw100Empty', title: '– the same on an empty board', show: latency },
  { case: 'draw10', title: 'draw with a tenth in view: event to paint', show: latency },
  { case: 'draw10Empty', title: '– the same on an empty board', show: latency },
  { case: 'others', title: '30 others draw, everything in view', show: frames },
  {
    case: 'others',
    title: '– from their batch to its ink in the tiles p50 / p95, ms',
    show: (f) => `${digits(f.ink50)} / ${digits(f.ink95)}`,
  },
  ...['panAll', 'pan10', 'panFull10', 'zoomWheel'].map(
    (name): Row => ({
      case: name,
      title: `– ${name}: exact after rest, ms; blank, stale in any frame`,
      show: (f) => (f.blank === null ? '' : `${digits(f.exact)}; ${share(f.blank)}, ${share(f.stale)}`),
    }),
  ),
  ...['panAll', 'panFull10', 'drag1000', 'draw100'].map(
    (name): Row => ({
      case: name,
      title: `– ${name}: CPU per frame, main thread / workers / whole browser, ms`,
      show: (f) => `${digits(f.mainCpu)} / ${digits(f.workerCpu)} / ${digits(f.allCpu)}`,
    }),
  ),
  {
    case: 'honest',
    title: 'screenshots: ink missing right after a jump; pixels that change when "exact"',
    show: (f) => `${share(f.missing)}; ${share(f.changed)}`,
  },
]

/** Markdown: the medians of each page's quiet runs; `~`: no run was quiet, so it is the median of those that others disturbed least. */
export function table(runs: readonly Run[], bytes: WireSizes | undefined): string {
  const pages = [...new Set(runs.map(({ page }) => page))]
  const counts = [...new Set(runs.map(({ count }) => count))].sort((a, b) => a - b)
  const best = bestOf(runs)
  const lines = [`| what | elements | ${pages.join(' | ')} |`, `| --- | ---: | ${pages.map(() => '---').join(' | ')} |`]
  const add = (title: string, count: string, cells: readonly string[]) => {
    if (cells.some((text) => text !== '')) lines.push(`| ${title} | ${count} | ${cells.join(' | ')} |`)
  }
  for (const { case: name, title, show } of ROWS) {
    for (const count of counts) {
      const some = (page: string) => runs.filter((run) => run.page === page && run.count === count && run.case === name)
      const cells = pages.map((page) => cell(some(page), best, show))
      add(title, count.toLocaleString('en'), cells)
    }
  }
  const loads = (page: string) => runs.filter((run) => run.page === page && run.case === 'load')
  const sizes: Row['show'] = (f) => `${digits((f.bytes ?? 0) / 1_000)} kB, ${digits(f.requests)} requests`
  add(
    "the benchmark's page, gzipped",
    '',
    pages.map((page) => cell(loads(page), best, sizes)),
  )
  const own: Measured = (name, count) => {
    const some = runs.filter((run) => run.page === 'inkwire' && run.count === count && run.case === name)
    return calmFigures(some, best).figures
  }
  return [
    ...(runs.length > 0 ? [...lines, ''] : []),
    ...(bytes ? [sizesLine(bytes), ''] : []),
    ...goalLines(own, bytes),
  ].join('\n')
}

function sizesLine({ script, style, font, page }: WireSizes): string {
  const kinds = Object.entries({ JavaScript: script, fonts: font, styles: style, page })
  const sizes = kinds.map(([kind, size]) => `${kind} ${digits(size / 1_000)} kB`).join(', ')
  return `The board page before the first stroke, as the service sends it: ${sizes}.`
}

function cell(runs: readonly Run[], best: number, show: Row['show']): string {
  const { figures, quiet } = calmFigures(runs, best)
  if (!figures) {
    if (runs.some(({ outcome }) => outcome.kind === 'timeout')) return 'over the cap'
    return runs.length > 0 ? 'failed' : ''
  }
  const text = show(figures)
  return quiet || text === '' ? text : `~${text}`
}

/** One run as one line. */
export function describe(run: Run): string {
  const { page, count, case: name, outcome, others, calibration } = run
  const disturbed = `others ${others.toFixed(2)} cores, fixed work ${calibration.toFixed(1)} ms`
  return `${page.padEnd(10)} ${String(count).padStart(6)}  ${name.padEnd(13)} ${wordsOf(outcome)}  (${disturbed})`
}

function wordsOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'figures':
      return Object.entries(outcome.figures)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `${name} ${digits(value, 1)}`)
        .join(', ')
    case 'timeout':
      return 'took longer than the cap'
    case 'error':
      return `failed: ${outcome.message}`
  }
}

/** The hottest functions of each thread. */
export function describeProfile(profile: NonNullable<Run['profile']>): string {
  return Object.entries(profile)
    .map(([thread, functions]) => {
      const shown = functions.filter(({ name }) => name !== '(idle)' && name !== '(program)').slice(0, 15)
      const lines = shown.map(({ name, place, ms }) => `    ${ms.toFixed(1).padStart(8)} ms  ${name}  ${place}`)
      return [`  ${thread}:`, ...lines].join('\n')
    })
    .join('\n')
}
