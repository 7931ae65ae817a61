import type { ElementId } from '@inkwire/board'
import { describe, expect, test } from 'vitest'
import { element, id, put } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'
import type { Revision } from '../tiles/revision.ts'
import type { Lifted } from '../tiles/tile-layer.ts'
import { shiftedBy } from './affine.ts'
import { type Below, Lifts } from './lifts.ts'
import { MAX_SINGLES, Wanting } from './wanted.ts'

/** Tiles that reach what a test says, and paint pictures when it says so. */
class SlowTiles implements Below {
  hidden: ReadonlySet<ElementId> = new Set()
  revision: Revision = 0
  shown: Revision = 0
  readonly asked: { readonly ids: readonly ElementId[]; give(): Promise<void> }[] = []

  hide(ids: ReadonlySet<ElementId>): Revision {
    this.hidden = ids
    return ++this.revision
  }

  reached(revision: Revision): boolean {
    return revision <= this.shown
  }

  lift(ids: readonly ElementId[], box: Lifted['box'], scale: number): Promise<Lifted> {
    return new Promise((resolve) => {
      const bitmap = { width: 1, height: 1, close: () => {} }
      const give = async () => resolve({ bitmap, box, scale, revision: this.revision })
      this.asked.push({ ids, give })
    })
  }

  catchUp(): void {
    this.shown = this.revision
  }
}

const VIEW = { box: { minX: 0, minY: 0, maxX: 800, maxY: 600 }, scale: 1, zoom: 1 }

function subject(count = 1) {
  const trial = new Trial()
  const ids = Array.from({ length: count }, (_, i) => id(`e${i}`))
  put(trial, ...ids.map((key, i) => ({ id: key, type: 'rectangle', order: `a${i % 10}${i}V`, x: 10 * (i % 40), y: 100, w: 8, h: 8, fill: 'red' }))) // biome-ignore format: one row
  const { desk } = trial
  const tiles = new SlowTiles()
  const lifts = new Lifts(desk.scene, tiles, () => {})
  const wanting = new Wanting(desk)
  trial.mine.onChange((changed) => {
    wanting.changed()
    lifts.changed(changed, ++tiles.revision)
  })
  const frame = () => {
    lifts.ask(wanting.now(), VIEW)
    return lifts.lying()
  }
  return { trial, desk, tiles, frame, lifts, ids }
}

describe('what is dragged', () => {
  test('stays below until its hole shows, then lies over it, and after the drop until the tiles show it', () => {
    const { trial, desk, tiles, frame, lifts, ids } = subject()
    const [a] = ids
    if (!a) throw new Error('nothing is there')
    desk.select([a])
    trial.down(4, 104)
    trial.move(54, 104)
    expect(frame().singles.size).toBe(0)
    expect([...tiles.hidden]).toEqual([a])
    expect(lifts.waits).toBe(true)
    tiles.catchUp()
    expect(frame().singles.get(a)?.affine).toEqual(shiftedBy(50, 0))
    expect(lifts.waits).toBe(false)
    trial.up(64, 104)
    expect(element(trial, a).x).toBe(60)
    const dropped = frame()
    expect(dropped.singles.get(a)).toEqual({ element: element(trial, a) })
    expect(tiles.hidden.size).toBe(0)
    expect(frame().singles.size).toBe(1)
    tiles.catchUp()
    expect(frame().singles.size).toBe(0)
    expect(lifts.waits).toBe(false)
  })

  test('that is dropped before its hole showed never lies over it', () => {
    const { trial, desk, tiles, frame, ids } = subject()
    desk.select(ids)
    trial.drag([4, 104], [54, 104])
    trial.down(54, 104)
    trial.move(94, 104)
    expect(frame().singles.size).toBe(0)
    trial.up(94, 104)
    expect(frame().singles.size).toBe(0)
    tiles.catchUp()
    expect(frame().singles.size).toBe(0)
  })

  test('and given up goes back to where it was', () => {
    const { trial, desk, tiles, frame, ids } = subject()
    const [a] = ids
    if (!a) throw new Error('nothing is there')
    desk.select([a])
    trial.down(4, 104)
    trial.move(54, 104)
    frame()
    tiles.catchUp()
    frame()
    desk.cancel()
    expect(frame().singles.get(a)).toEqual({ element: element(trial, a) })
    tiles.catchUp()
    expect(frame().singles.size).toBe(0)
  })

  test('as a crowd: holes are asked for when its picture came, and show with it', async () => {
    const { trial, desk, tiles, frame, ids } = subject(MAX_SINGLES + 20)
    desk.select(ids)
    trial.down(4, 104)
    trial.move(54, 104)
    expect(frame().crowds).toEqual([])
    expect([tiles.asked.length, tiles.hidden.size]).toEqual([1, 0])
    await tiles.asked[0]?.give()
    await Promise.resolve()
    expect(frame().crowds).toEqual([])
    expect(tiles.hidden.size).toBe(ids.length)
    tiles.catchUp()
    expect(frame().crowds).toHaveLength(1)
    trial.move(104, 104)
    expect(frame().crowds[0]?.affine).toEqual(shiftedBy(100, 0))
    // The pointer lets go elsewhere than the last frame saw it.
    trial.up(124, 104)
    expect(frame().crowds[0]?.affine).toEqual(shiftedBy(120, 0))
    tiles.catchUp()
    expect(frame().crowds).toEqual([])
    expect(tiles.asked).toHaveLength(1)
  })

  test('as a crowd keeps its picture while others draw elsewhere, and gets another when one of it changes', async () => {
    const { trial, desk, tiles, frame, ids } = subject(MAX_SINGLES + 20)
    desk.select(ids)
    trial.down(4, 104)
    trial.move(54, 104)
    frame()
    await tiles.asked[0]?.give()
    await Promise.resolve()
    put(trial, { id: id('other'), type: 'rectangle', order: 'a9zV', x: 500, y: 500, w: 8, h: 8 })
    frame()
    expect(tiles.asked).toHaveLength(1)
    const [first] = ids
    if (!first) throw new Error('nothing is there')
    put(trial, { ...element(trial, first), color: 'blue' })
    frame()
    expect(tiles.asked).toHaveLength(2)
    expect(tiles.asked[1]?.ids).toBe(tiles.asked[0]?.ids)
  })
})

test('what is above an element, as far as it is not too much', () => {
  const { desk, ids } = subject(10)
  const [first, , third] = ids.map((one) => desk.scene.get(one))
  if (!first || !third) throw new Error('nothing is there')
  const all = { minX: 0, minY: 0, maxX: 800, maxY: 600 }
  const names = (floor: typeof first, most: number) =>
    desk.scene.above(floor, all, (one) => one === ids[5], most)?.map((one) => ids.indexOf(one.id))
  expect(names(third, 300)).toEqual([3, 4, 6, 7, 8, 9])
  expect(names(first, 3)).toBeUndefined()
  expect(desk.scene.above(first, { ...all, minX: 65 }, () => false, 300)?.map((one) => ids.indexOf(one.id))).toEqual([
    6, 7, 8, 9,
  ])
})
