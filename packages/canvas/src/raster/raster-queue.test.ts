import { BoardDocument, type Element, type ElementId } from '@inkwire/board'
import { expect, test } from 'vitest'
import type { Canvas2D } from '../paint/painter.ts'
import { Painter } from '../paint/painter.ts'
import { THEMES } from '../palette.ts'
import { Scene } from '../scene/scene.ts'
import { evenMeasure } from '../testing/memory-board.ts'
import { RecordedCanvas } from '../testing/recorded-canvas.ts'
import type { Patch } from './patch.ts'
import { RasterQueue } from './raster-queue.ts'

const PATCH: Patch = { id: 1, scale: 0.05, left: 0, top: 0, w: 514, h: 514 }

/** So many texts that are painted as bars. */
function board(count: number): Scene {
  const document = new BoardDocument()
  for (let i = 0; i < count; i++) {
    const order = `a${String.fromCharCode(65 + (i % 26))}`
    const element = { id: `t${i}` as ElementId, type: 'text', order, x: i % 1000, y: i % 900, text: 'word' }
    document.put(element as Element)
  }
  return new Scene(document, evenMeasure)
}

function queueOver(scene: Scene, world: { revision: number; known?: boolean }) {
  const painted: (readonly [id: number, revision: number, bars: number])[] = []
  const queue = new RasterQueue<{ canvas: Canvas2D; recorded: RecordedCanvas }>({
    world: () =>
      world.known === false
        ? undefined
        : {
            scene,
            painter: new Painter(() => null),
            colors: THEMES.light,
            hidden: new Set(),
            revision: world.revision,
          },
    sheet: () => {
      const recorded = new RecordedCanvas()
      return { canvas: recorded.asCanvas(), recorded }
    },
    painted: ({ id }, { recorded }, revision) => painted.push([id, revision, recorded.count('fillRect')]),
  })
  return { queue, painted }
}

test('a patch is painted in steps, and what is more urgent overtakes it', () => {
  const scene = board(1_000)
  const { queue, painted } = queueOver(scene, { revision: 7 })
  queue.want([PATCH])
  for (let i = 0; i < 4; i++) queue.work(() => true)
  expect(painted).toEqual([])
  queue.want([{ ...PATCH, id: 2, only: ['t5' as ElementId] }, PATCH])
  queue.work(() => painted.length > 0)
  expect(painted).toEqual([[2, 7, 1]])
  queue.work(() => false)
  expect(painted).toEqual([
    [2, 7, 1],
    [1, 7, 1_000],
  ])
  expect(queue.busy).toBe(false)
})

test('what is wanted no longer is dropped, and what was answered is not painted again', () => {
  const { queue, painted } = queueOver(board(500), { revision: 1 })
  queue.want([PATCH, { ...PATCH, id: 2 }])
  queue.work(() => true)
  queue.want([{ ...PATCH, id: 2 }])
  queue.work(() => false)
  queue.want([
    { ...PATCH, id: 2 },
    { ...PATCH, id: 3 },
  ])
  queue.work(() => false)
  expect(painted.map(([id]) => id)).toEqual([2, 3])
})

test('a patch tells the revision at which it was begun', () => {
  const world = { revision: 1 }
  const { queue, painted } = queueOver(board(500), world)
  queue.want([PATCH])
  queue.work(() => true)
  world.revision = 2
  queue.work(() => false)
  expect(painted.map(([, revision]) => revision)).toEqual([1])
})

test('what is asked for before anything can be painted is painted later', () => {
  const world = { revision: 1, known: false }
  const { queue, painted } = queueOver(board(5), world)
  queue.want([PATCH])
  queue.work(() => false)
  expect(queue.busy).toBe(false)
  world.known = true
  expect(queue.busy).toBe(true)
  queue.work(() => false)
  expect(painted.map(([id]) => id)).toEqual([1])
})
