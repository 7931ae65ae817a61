import '@fontsource-variable/inter'
import { type BoardId, boundsOf, type ElementId, geometryContext, type Measure } from '@inkwire/board'
import { Editor } from '@inkwire/canvas'
import { BoardClient, memoryOutbox, whenOpen } from '@inkwire/sync'
import type { Bench } from './bench.ts'
import { LocalBoard } from './local-board.ts'
import { othersDrawing, TICK_MS } from './others.ts'
import { sceneId, sceneSnapshot } from './scene-snapshot.ts'

declare global {
  interface Window {
    bench: Bench
  }
}

const board = new LocalBoard()
const client = new BoardClient({
  board: 'benchmark'.padEnd(21, '0') as BoardId,
  outbox: memoryOutbox(),
  newTransport: () => board,
})
const editor = new Editor({ board: client, theme: 'light' })
const host = document.getElementById('board')
if (!host) throw new Error('the page has no element for the board')
editor.mount(host)

let prepared: { readonly count: number; readonly snapshot: Uint8Array<ArrayBuffer> } | undefined

async function prepare(count: number): Promise<void> {
  if (prepared?.count === count) return
  const context = document.createElement('canvas').getContext('2d')
  const widths = new Map<string, number>()
  const measure: Measure = (text, _font, size) => {
    const known = widths.get(text)
    if (known !== undefined || !context) return known ?? 0
    context.font = `${size}px 'Inter Variable', sans-serif`
    const { width } = context.measureText(text)
    widths.set(text, width)
    return width
  }
  prepared = { count, snapshot: sceneSnapshot(count, measure) }
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
const coverage = () => editor.tiles?.coverage() ?? { blank: 1, stale: 1 }

async function load(count: number): Promise<void> {
  await prepare(count)
  if (!prepared) return
  const { snapshot } = prepared
  prepared = undefined
  board.open(snapshot)
  for (;;) {
    await nextFrame()
    const { blank, stale } = coverage()
    if (client.size === count && blank === 0 && stale === 0) return
  }
}

function bounds(index: number): ReturnType<Bench['bounds']> {
  const element = client.get(sceneId(index))
  const box =
    element &&
    boundsOf(
      element,
      geometryContext(
        (id) => client.get(id),
        (text, _font, size) => text.length * size * 0.6,
      ),
    )
  if (!box) throw new Error(`element ${index} of the scene is not on the board`)
  return { x: box.minX, y: box.minY, w: box.maxX - box.minX, h: box.maxY - box.minY }
}

/** After the frame that is due, everything that it painted is on its way to the screen. */
const afterFrame = async () => {
  await nextFrame()
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve()
    port2.postMessage(null)
  })
}

async function othersDraw(people: number, ms: number): Promise<() => Promise<readonly number[]>> {
  const others = othersDrawing(people, ms, editor.camera)
  board.present(others.people)
  return async () => {
    const waits: Promise<number>[] = []
    const begin = performance.now()
    for (const [k, { batches, live }] of others.ticks.entries()) {
      const late = performance.now() - begin - k * TICK_MS
      // One timer for all would drift; after a long frame the ticks that waited come at once, as they do from a socket.
      if (late < 0) await new Promise((resolve) => setTimeout(resolve, -late))
      const came = performance.now()
      board.tick(batches, live)
      if (batches.length > 0) waits.push(inkOf(editor.tiles?.revision ?? 0, came))
    }
    return Promise.all(waits)
  }
}

/** ms from when a batch came until the tiles on screen show it. */
async function inkOf(revision: number, came: number): Promise<number> {
  while (!editor.tiles?.reached(revision)) await afterFrame()
  return performance.now() - came
}

window.bench = {
  name: 'inkwire',
  ready: whenOpen(client).then(async () => {
    await document.fonts.load("16px 'Inter Variable'")
    await nextFrame()
  }),
  prepare,
  load,
  setCamera: (x, y, zoom) => editor.setCamera({ x, y, zoom }),
  getCamera: () => editor.camera,
  setTool: (tool) => editor.setTool(tool === 'draw' ? 'pen' : 'select'),
  select: (indices) => editor.select(indices.map((index): ElementId => sceneId(index))),
  selectedCount: () => editor.state.selection.length,
  count: () => client.size,
  bounds,
  coverage,
  othersDraw,
}
