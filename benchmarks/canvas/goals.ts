import type { Figures } from './figures.ts'
import type { WireSizes } from './wire-size.ts'

/** The medians of our page's quiet runs of a case; undefined: it was not measured. */
export type Measured = (name: string, count: number) => Figures | undefined

interface Goal {
  readonly title: string
  readonly value: number | null | undefined
  readonly most: number
}

/** A frame on a screen of 60 Hz, and a little, ms. */
const FRAME = 20
const VIEWS = ['panAll', 'pan10', 'panFull10', 'panWheel10', 'zoomWheel']

/** What our page must reach; lines for people, of the goals that were missed and how many were met. */
export function goalLines(measured: Measured, bytes: WireSizes | undefined): readonly string[] {
  const goals = [
    ...[10_000, 50_000].flatMap((count) => goalsWith(measured, count)),
    ...(bytes
      ? [
          { title: 'JavaScript of the board page, kB', value: bytes.script / 1_000, most: 250 },
          { title: 'fonts of the board page, kB', value: bytes.font / 1_000, most: 50 },
        ]
      : []),
  ].filter(({ value }) => typeof value === 'number')
  const missed = goals.filter(({ value, most }) => (value ?? 0) > most)
  const lines = missed.map(
    ({ title, value, most }) => `- missed: ${title}: ${rounded(value ?? 0)}, goal ${rounded(most)}`,
  )
  return [`Goals: ${goals.length - missed.length} met, ${missed.length} missed.`, ...lines]
}

function goalsWith(measured: Measured, count: number): readonly Goal[] {
  const many = count > 10_000
  const at = `with ${count.toLocaleString('en')}`
  const [load, memory] = [measured('load', count), measured('memory', count)]
  const heap = memory && (memory.heap ?? 0) + (memory.workerHeap ?? 0)
  return [
    ...VIEWS.flatMap((name) => viewGoals(measured(name, count), `${name} ${at}`, many)),
    ...['drag1', 'drag1000'].map((name) => ({
      title: `${name} ${at}, p95 ms`,
      value: many ? null : measured(name, count)?.p95,
      most: FRAME,
    })),
    ...['draw100', 'draw10'].flatMap((name) => (many ? drawGoals(measured, name, count) : [])),
    { title: `others ${at}, p95 ms`, value: many ? measured('others', count)?.p95 : null, most: FRAME },
    { title: `others ${at}, batch to ink p95 ms`, value: many ? measured('others', count)?.ink95 : null, most: 300 },
    { title: `load ${at}, ms`, value: load?.ms, most: many ? 4_000 : 700 },
    { title: `load ${at}, something on screen, ms`, value: many ? load?.first : null, most: 1_000 },
    { title: `heap of page and worker ${at}, MB`, value: many ? null : heap, most: 60 },
    { title: `memory of the browser ${at}, MB`, value: memory?.browser, most: many ? 1_000 : 600 },
    { title: `pixels that change after "exact" ${at}`, value: measured('honest', count)?.changed, most: 0 },
  ]
}

function viewGoals(figures: Figures | undefined, title: string, many: boolean): readonly Goal[] {
  return [
    { title: `${title}, p95 ms`, value: figures?.p95, most: FRAME },
    { title: `${title}, frames over 50 ms`, value: figures?.over50, most: 1 },
    { title: `${title}, blank`, value: figures?.blank, most: 0 },
    { title: `${title}, exact after rest, ms`, value: figures?.exact, most: many ? 1_000 : 300 },
  ]
}

/** A full board may cost a fifth more than an empty one, or 4 ms. */
function drawGoals(measured: Measured, name: string, count: number): readonly Goal[] {
  const [full, empty] = [measured(name, count), measured(`${name}Empty`, count)]
  return ['move50', 'move95', 'down50'].flatMap((figure) => {
    const before = empty?.[figure]
    if (typeof before !== 'number') return []
    const most = Math.max(1.2 * before, before + 4)
    return [{ title: `${name} with ${count.toLocaleString('en')}, ${figure} ms`, value: full?.[figure], most }]
  })
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)))
