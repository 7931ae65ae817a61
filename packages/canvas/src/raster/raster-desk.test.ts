import { BoardDocument, type Element, type ElementId, packSnapshot } from '@inkwire/board'
import { expect, test } from 'vitest'
import { Painter } from '../paint/painter.ts'
import { THEMES } from '../palette.ts'
import { evenMeasure } from '../testing/memory-board.ts'
import { RecordedCanvas } from '../testing/recorded-canvas.ts'
import { RasterDesk } from './raster-desk.ts'

const text = (name: string, x: number) =>
  ({ id: name as ElementId, type: 'text', order: 'a1', x, y: 10, text: 'word' }) as Element

function snapshotOf(...elements: Element[]): Uint8Array<ArrayBuffer> {
  const document = new BoardDocument()
  for (const element of elements) document.put(element)
  return packSnapshot(document)
}

function subject() {
  const painted: { readonly bars: number; readonly revision: number }[] = []
  const desk = new RasterDesk({
    measure: evenMeasure,
    painter: new Painter(() => null),
    sheet: () => {
      const recorded = new RecordedCanvas()
      return { canvas: recorded.asCanvas(), recorded }
    },
    painted: (_patch, { recorded }, revision) => painted.push({ bars: recorded.count('fillRect'), revision }),
  })
  desk.take({ kind: 'look', colors: THEMES.light })
  let id = 0
  const paint = () => {
    desk.take({ kind: 'want', patches: [{ id: ++id, scale: 0.05, left: 0, top: 0, w: 514, h: 514 }] })
    desk.work(() => false)
    return painted.splice(0)
  }
  return { desk, paint }
}

test('a snapshot that was sent ahead is painted once the page stands on it, with what changed since', () => {
  const { desk, paint } = subject()
  desk.take({ kind: 'clear' })
  desk.take({ kind: 'elements', bytes: snapshotOf(text('a', 100), text('b', 2_000), text('c', 4_000)), whole: true })
  expect([desk.busy, paint()]).toEqual([false, []])
  const elements = [
    ['b' as ElementId, null],
    ['d' as ElementId, text('d', 6_000)],
    ['e' as ElementId, text('e', 7_000)],
  ] as const
  desk.take({ kind: 'change', elements, revision: 6 })
  desk.take({ kind: 'loaded', revision: 7 })
  expect(paint()).toEqual([{ bars: 4, revision: 7 }])
  expect([...desk.fontsCame()].sort()).toEqual(['a', 'c', 'd', 'e'])
})

test('one that is damaged leaves nothing; the next one counts', () => {
  const { desk, paint } = subject()
  const good = snapshotOf(text('a', 100), text('b', 2_000))
  desk.take({ kind: 'clear' })
  desk.take({ kind: 'elements', bytes: good.slice(0, -3), whole: true })
  expect(desk.fontsCame()).toEqual([])
  desk.take({ kind: 'clear' })
  desk.take({ kind: 'elements', bytes: good, whole: true })
  desk.take({ kind: 'loaded', revision: 2 })
  expect(paint()).toEqual([{ bars: 2, revision: 2 }])
})
