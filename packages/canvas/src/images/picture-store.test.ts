import { describe, expect, test } from 'vitest'
import { PictureStore } from './picture-store.ts'

/** Pictures without a browser: as large as the test says. */
class Shelf {
  now = 0
  asked: string[] = []
  open = 0
  failing = new Set<string>()
  readonly sizes = new Map<string, readonly [width: number, height: number]>()
  readonly store: PictureStore
  readonly arrived: string[] = []

  constructor(budget?: number) {
    this.store = new PictureStore({
      folder: 'http://here/',
      ...(budget === undefined ? {} : { budget }),
      now: () => this.now,
      load: async (url) => {
        const asset = url.slice('http://here/'.length)
        this.asked.push(asset)
        if (this.failing.has(asset)) throw new Error('not there')
        return this.picture(...(this.sizes.get(asset) ?? [100, 100]))
      },
      resize: async (_picture, width, height) => this.picture(width, height),
    })
    this.store.onArrival((asset) => this.arrived.push(asset))
  }

  private picture(width: number, height: number): ImageBitmap {
    this.open++
    let closed = false
    return {
      width,
      height,
      close: () => {
        if (!closed) this.open--
        closed = true
      },
    }
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('pictures', () => {
  test('are asked for once, and told about when they come', async () => {
    const shelf = new Shelf()
    expect(shelf.store.get('a', 50)).toBeUndefined()
    expect(shelf.store.get('a', 50)).toBeUndefined()
    await settle()
    expect(shelf.asked).toEqual(['a'])
    expect(shelf.arrived).toEqual(['a'])
    expect(shelf.store.get('a', 50)?.width).toBe(64)
    await settle()
    expect(shelf.asked).toEqual(['a'])
  })

  test('come larger when they are painted larger, and never larger than they are', async () => {
    const shelf = new Shelf()
    shelf.sizes.set('a', [1_000, 500])
    shelf.store.get('a', 100)
    await settle()
    expect(shelf.store.get('a', 600)?.width).toBe(128)
    await settle()
    expect(shelf.store.get('a', 5_000)).toMatchObject({ width: 1_000, height: 500 })
    await settle()
    expect(shelf.asked.length).toBe(2)
    expect(shelf.open).toBe(1)
    shelf.store.get('a', 10)
    await settle()
    expect(shelf.asked.length).toBe(2)
  })

  test('that are giant are decoded at a bounded size, once', async () => {
    const shelf = new Shelf()
    shelf.sizes.set('a', [4_000, 16_000])
    for (let i = 0; i < 3; i++) {
      shelf.store.get('a', 10_000)
      await settle()
    }
    expect(shelf.asked.length).toBe(1)
    expect(shelf.store.size).toBeLessThanOrEqual(4_096 * 4_096 * 4)
    expect(shelf.open).toBe(1)
  })

  test('painted least recently are dropped when the memory is full; those on screen get smaller instead', async () => {
    const shelf = new Shelf(100 * 100 * 4 * 3)
    for (const asset of ['a', 'b', 'c']) shelf.store.get(asset, 100)
    await settle()
    shelf.now = 10_000
    for (const asset of ['b', 'c']) shelf.store.get(asset, 100)
    shelf.store.get('d', 100)
    await settle()
    expect(shelf.open).toBe(3)
    expect(shelf.store.get('d', 100)?.width).toBe(100)
    // All are on screen now: another one finds no room, and drives none away.
    for (let i = 0; i < 10; i++) {
      for (const asset of ['b', 'c', 'd', 'e']) shelf.store.get(asset, 100)
      await settle()
    }
    expect(shelf.store.get('b', 100)?.width).toBe(100)
    expect(shelf.store.get('e', 100)?.width).toBe(64)
    expect(shelf.asked.filter((asset) => asset === 'e').length).toBe(1)
  })

  test('that fail are tried again, and others are not held up', async () => {
    const shelf = new Shelf()
    shelf.failing.add('a')
    shelf.store.get('a')
    shelf.store.get('b')
    await settle()
    expect(shelf.arrived).toEqual(['b'])
    expect(await shelf.store.settled('a', 10)).toBeUndefined()
    shelf.failing.clear()
    await expect.poll(() => shelf.arrived, { timeout: 10_000 }).toEqual(['b', 'a'])
    shelf.store.close()
  })

  test('settled waits for the size that is wanted', async () => {
    const shelf = new Shelf()
    shelf.sizes.set('a', [1_000, 1_000])
    shelf.store.get('a', 64)
    expect((await shelf.store.settled('a', 900))?.width).toBe(1_000)
  })

  test('are all closed at the end, also those that come later', async () => {
    const shelf = new Shelf()
    shelf.store.get('a')
    await settle()
    shelf.store.get('b')
    shelf.store.close()
    await settle()
    expect(shelf.open).toBe(0)
  })
})
