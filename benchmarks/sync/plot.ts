import { medianOf, type Runs } from './figures.ts'
import type { Work } from './works/work.ts'

/** What is drawn of each work, one panel below the other: those of these that its runs have. */
const PANELS = [
  { figure: 'cpu', title: 'CPU of the realtime processes per 100,000 updates delivered, s' },
  { figure: 'p50', title: 'latency, median, ms' },
  { figure: 'bytes', title: 'bytes per update delivered' },
] as const
/** Readable on white and on black paper; contenders get them in turns, Inkwire always the first. */
const COLORS = ['#2563eb', '#9ca3af', '#a78bfa', '#f59e0b', '#10b981'] as const
const TEXT = '#71717a'
const LINE = '#a1a1aa55'
const WIDTH = 900
const PANEL = { h: 190, top: 34, bottom: 26 }
const LEGEND = 34
const MARGIN = 16

type Measured = readonly { readonly work: Work; readonly runs: Runs }[]

/** Bars for each work and contender as an SVG; each panel on a logarithmic axis of its own. */
export function plot(measured: Measured): string {
  const streams = measured.filter(({ runs }) => [...runs.values()].flat().some((run) => run.cpu !== undefined))
  const names = [...new Set(streams.flatMap(({ runs }) => [...runs.keys()]))].sort((a, b) => rank(a) - rank(b))
  const colors = new Map(names.map((name, i) => [name, COLORS[i % COLORS.length] ?? TEXT]))
  const legend = names.map((name, i) => {
    const x = MARGIN + i * ((WIDTH - 2 * MARGIN) / Math.max(5, names.length))
    return `<rect x="${x}" y="12" width="12" height="12" rx="2" fill="${colors.get(name)}"/>${label(x + 18, 22, name, 'start')}`
  })
  const panels = PANELS.map(({ figure, title }, i) =>
    panel(streams, { figure, title, colors, y: LEGEND + i * PANEL.h }),
  )
  const height = LEGEND + PANELS.length * PANEL.h
  const body = [...legend, ...panels].join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12">\n${body}\n</svg>\n`
}

const rank = (name: string): number => (name === 'Inkwire' ? 0 : 1)

interface PanelOptions {
  readonly figure: string
  readonly title: string
  readonly colors: ReadonlyMap<string, string>
  readonly y: number
}

function panel(streams: Measured, { figure, title, colors, y }: PanelOptions): string {
  const values = streams.flatMap(({ runs }) => [...runs.values()].map((some) => medianOf(some)[figure] ?? Number.NaN))
  const drawn = values.filter((value) => value > 0)
  const [least, most] = [Math.min(...drawn) / 2, Math.max(...drawn)]
  const [top, bottom] = [y + PANEL.top + 14, y + PANEL.h - PANEL.bottom]
  const heightOf = (value: number) => bottom - (Math.log(value / least) / Math.log(most / least)) * (bottom - top)
  const wide = (WIDTH - 2 * MARGIN) / Math.max(1, streams.length)
  const bars = streams.flatMap(({ work, runs }, g) => {
    const left = MARGIN + g * wide
    const bar = (wide * 0.8) / runs.size
    const shown = [...runs].sort(([a], [b]) => rank(a) - rank(b))
    return [
      label(left + wide / 2, bottom + 16, work.name, 'middle'),
      ...shown.flatMap(([name, some], i) => {
        const value = medianOf(some)[figure]
        if (value === undefined || !(value > 0)) return []
        const [x, at] = [left + wide * 0.1 + i * bar, heightOf(value)]
        const [w, h] = [(bar - 3).toFixed(1), (bottom - at).toFixed(1)]
        return [
          `<rect x="${x.toFixed(1)}" y="${at.toFixed(1)}" width="${w}" height="${h}" rx="2" fill="${colors.get(name)}"/>`,
          label(x + bar / 2, at - 4, short(value), 'middle'),
        ]
      }),
    ]
  })
  const line = `<path d="M${MARGIN} ${bottom}H${WIDTH - MARGIN}" stroke="${LINE}"/>`
  return [label(MARGIN, y + 18, `${title} (lower is better)`, 'start'), line, ...bars].join('\n')
}

const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2))

function label(x: number, y: number, text: string, anchor: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${TEXT}">${text}</text>`
}
