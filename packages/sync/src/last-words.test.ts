import 'fake-indexeddb/auto'
import type { ActorId, BoardId, Epoch, GestureId } from '@inkwire/board'
import { nanoid } from 'nanoid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { indexedDbOutbox } from './indexeddb-outbox.ts'
import { LastWords } from './last-words.ts'
import type { OutboxStorage, StoredBatch } from './outbox-storage.ts'

let board: BoardId
let page: EventTarget
let tab: EventTarget & { visibilityState: string }
let storage: Storage
let pages: OutboxStorage[]

const actor = (letter: string) => `${letter.repeat(21)}A` as ActorId
const batch = (who: string, number: number, bytes = 3): StoredBatch => ({
  actor: actor(who),
  number,
  token: 'token',
  epoch: 'E'.repeat(22) as Epoch,
  at: number,
  gesture: 'g'.repeat(21) as GestureId,
  foldVersion: 1,
  ops: new Uint8Array(bytes).fill(number),
})

/** What localStorage is: a dictionary of its own keys, with a bound. */
function localStorageOf(most: number): Storage {
  const items: Record<string, string> = {}
  const hidden = (value: unknown) => ({ value, enumerable: false })
  return Object.create(
    Object.defineProperties(
      {},
      {
        getItem: hidden((key: string) => items[key] ?? null),
        setItem: hidden(function (this: Record<string, string>, key: string, value: string) {
          if (JSON.stringify(items).length + value.length > most) throw new DOMException('full', 'QuotaExceededError')
          items[key] = value
          this[key] = value
        }),
        removeItem: hidden(function (this: Record<string, string>, key: string) {
          delete items[key]
          delete this[key]
        }),
      },
    ),
  )
}

function load(): OutboxStorage {
  const loaded = indexedDbOutbox()
  pages.push(loaded)
  return loaded
}

beforeEach(() => {
  board = nanoid() as BoardId
  pages = []
  page = new EventTarget()
  tab = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  storage = localStorageOf(5_000_000)
  vi.stubGlobal('window', page)
  vi.stubGlobal('document', tab)
  vi.stubGlobal('localStorage', storage)
})

afterEach(() => {
  for (const one of pages) one.release()
  vi.unstubAllGlobals()
})

describe('last words', () => {
  it('W1: keep what the disk has not, when the page goes, and what is said after that', async () => {
    const dying = load()
    await dying.putBatch(board, batch('a', 1))
    const { indexedDB } = globalThis
    vi.stubGlobal('indexedDB', { open: () => new EventTarget() })
    const stuck = load()
    void stuck.putBatch(board, batch('b', 1))
    expect(Object.keys(storage)).toEqual([])
    page.dispatchEvent(new Event('pagehide'))
    void stuck.putBatch(board, batch('b', 2))
    expect(Object.keys(storage)).toHaveLength(2)
    vi.stubGlobal('indexedDB', indexedDB)
    const next = load()
    expect(await next.batches(board)).toEqual([batch('a', 1), batch('b', 1), batch('b', 2)])
  })

  it('W2: are taken over by the page that adopts, which puts them on the disk', async () => {
    const words = new LastWords()
    for (const number of [2, 3]) words.write(board, batch('a', number))
    const first = load()
    await first.putBatch(board, batch('a', 1))
    first.release()
    const next = load()
    expect(await next.orphans(board)).toEqual([[1, 2, 3].map((number) => batch('a', number))])
    await vi.waitFor(() => expect(Object.keys(storage)).toEqual([]))
    const after = load()
    expect(await after.batches(board)).toHaveLength(3)
    for (const number of [1, 2, 3]) await after.replaceBatches(board, [{ actor: actor('a'), number: number }], [])
    expect(await load().batches(board)).toEqual([])
  })

  it('W3: are forgotten when the page goes on, and the disk has them after all', async () => {
    const hidden = load()
    const writing = hidden.putBatch(board, batch('a', 1))
    tab.visibilityState = 'hidden'
    tab.dispatchEvent(new Event('visibilitychange'))
    expect(Object.keys(storage)).toHaveLength(1)
    expect(await writing).toBe(true)
    expect(Object.keys(storage)).toEqual([])
    tab.visibilityState = 'visible'
    tab.dispatchEvent(new Event('visibilitychange'))
    const more = hidden.putBatch(board, batch('a', 2))
    expect(Object.keys(storage)).toEqual([])
    await more
  })

  it('W4: are bounded, and nothing breaks where they are full, forbidden, damaged, or of another board', () => {
    const words = new LastWords()
    for (let number = 1; number <= 40; number++) words.write(board, batch('a', number, 100_000))
    const kept = Object.values(storage).join('').length
    expect(kept).toBeGreaterThan(2_000_000)
    expect(kept).toBeLessThan(3_000_000)
    storage = localStorageOf(1_000)
    vi.stubGlobal('localStorage', storage)
    words.write(board, batch('b', 1, 10_000))
    storage.setItem(`inkwire.words.${board}.x.1`, '{"epoch":1}')
    storage.setItem(`inkwire.words.${nanoid()}.x.1`, 'not mine')
    storage.setItem('theme', 'dark')
    expect(words.read(board)).toEqual([])
    vi.stubGlobal('localStorage', undefined)
    words.write(board, batch('c', 1))
    expect(words.read(board)).toEqual([])
    words.remove(board, actor('c'), 1)
  })
})
