import { bestOf, calmFigures } from './calm.ts'
import type { Run } from './runner.ts'

/** One group of bars: a case, and which of its figures. */
const GROUPS: readonly { readonly case: string; readonly figure: string; readonly title: string }[] = [
  { case: 'load', figure: 'ms', title: 'load' },
  { case: 'panAll', figure: 'p95', title: 'pan, all in view' },
  { case: 'pan10', figure: 'p95', title: 'pan, 10 % in view' },
  { case: 'zoomWheel', figure: 'p95', title: 'zoom' },
  { case: 'drag1', figure: 'p95', title: 'drag 1' },
  { case: 'drag1000', figure: 'p95', title: 'drag 1,000' },
  { case: 'draw100', figure: 'move95', title: 'draw' },
]
/** Readable on white and on black paper. */
const COLORS: Readonly<Record<string, string>> = { inkwire: '#2563eb', excalidraw: '#8b5cf6', tldraw: '#9ca3af' }
const TEXT = '#71717a'
const LINE = '#a1a1aa55'
const SIZE = { w: 900, h: 340 }
const AREA = { left: 56, top: 44, right: 12, bottom: 44 }
/** The axis goes from 10 ms to 100 s: each step is ten times the one before. */
const DECADES = [1, 2, 3, 4, 5]

/** Bars for the scene that all pages could show, on a logarithmic axis; undefined where only one page was measured. */
export function plot(runs: readonly Run[]): string | undefined {
  const pages = [...new Set(runs.map(({ page }) => page))]
  if (pages.length < 2) return undefined
  const shared = [...new Set(runs.map(({ count }) => count))].filter((count) =>
    pages.every((page) =>
      runs.some((run) => run.page === page && run.count === count && run.outcome.kind === 'figures'),
    ),
  )
  const count = shared.includes(10_000) ? 10_000 : Math.max(...shared)
  const groups = GROUPS.filter(({ case: name }) => runs.some((run) => run.case === name && run.count === count))
  if (groups.length === 0) return undefined
  const width = (SIZE.w - AREA.left - AREA.right) / groups.length
  const bar = (width * 0.72) / pages.length
  const parts = groups.flatMap(({ case: name, figure, title }, g) => {
    const left = AREA.left + g * width
    const bars = pages.flatMap((page, p) => {
      const value = figureOf(runs, { page, count, name, figure })
      return value === undefined ? [] : [barAt(left + width * 0.14 + p * bar, bar - 3, value, COLORS[page] ?? TEXT)]
    })
    return [...bars, label(left + width / 2, SIZE.h - AREA.bottom + 20, title, 'middle')]
  })
  const axis = DECADES.map((power) => {
    const y = heightOf(10 ** power)
    const name = power < 3 ? `${10 ** power} ms` : `${10 ** (power - 3)} s`
    return `<path d="M${AREA.left} ${y}H${SIZE.w - AREA.right}" stroke="${LINE}"/>${label(AREA.left - 8, y + 4, name, 'end')}`
  })
  const legend = pages.map(
    (page, p) =>
      `<rect x="${AREA.left + p * 130}" y="12" width="12" height="12" rx="2" fill="${COLORS[page] ?? TEXT}"/>` +
      label(AREA.left + p * 130 + 18, 22, page, 'start'),
  )
  const note = label(
    SIZE.w - AREA.right,
    22,
    `${count.toLocaleString('en')} elements, p95 (load: until exact); lower is better`,
    'end',
  )
  const body = [...axis, ...parts, ...legend, note].join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.w} ${SIZE.h}" font-family="system-ui, sans-serif" font-size="12">\n${body}\n</svg>\n`
}

function figureOf(
  runs: readonly Run[],
  { page, count, name, figure }: { page: string; count: number; name: string; figure: string },
): number | undefined {
  const some = runs.filter((run) => run.page === page && run.count === count && run.case === name)
  return calmFigures(some, bestOf(runs)).figures?.[figure] ?? undefined
}

function heightOf(ms: number): number {
  const share = (Math.log10(Math.max(10, ms)) - 1) / (DECADES.length - 1)
  const room = SIZE.h - AREA.top - AREA.bottom
  return Math.round((SIZE.h - AREA.bottom - share * room) * 10) / 10
}

function barAt(x: number, width: number, value: number, color: string): string {
  const [top, bottom] = [Math.min(heightOf(value), SIZE.h - AREA.bottom - 2), SIZE.h - AREA.bottom]
  const text = value < 1_000 ? String(Math.round(value)) : `${(value / 1_000).toFixed(1)} s`
  const [left, wide] = [x.toFixed(1), width.toFixed(1)]
  return (
    `<rect x="${left}" y="${top}" width="${wide}" height="${(bottom - top).toFixed(1)}" rx="2" fill="${color}"/>` +
    label(x + width / 2, top - 4, text, 'middle')
  )
}

function label(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}" fill="${TEXT}">${text}</text>`
}
