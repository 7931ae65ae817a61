import 'fake-indexeddb/auto'
import type { ActorId, BoardId, Epoch, GestureId } from '@inkwire/board'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { indexedDbOutbox } from './indexeddb-outbox.ts'
import { memoryOutbox, type OutboxStorage, type StoredBatch } from './outbox-storage.ts'

const [BOARD, OTHER] = ['b', 'c'].map((letter) => letter.repeat(21) as BoardId) as [BoardId, BoardId]
const actor = (letter: string) => `${letter.repeat(21)}A` as ActorId

const batch = (who: string, number: number): StoredBatch => ({
  actor: actor(who),
  number,
  token: 'token',
  epoch: 'AAAAAAAAAAAAAAAAAAAAAA' as Epoch,
  gesture: 'g'.repeat(21) as GestureId,
  foldVersion: 1,
  ops: new Uint8Array([1, 2, number]),
})

afterEach(() => vi.unstubAllGlobals())

describe.each<[string, () => OutboxStorage]>([
  ['IndexedDB', indexedDbOutbox],
  ['memory', memoryOutbox],
])('an outbox in %s', (_where, make) => {
  it("O1: keeps batches, each actor's in order, until they are removed", async () => {
    const storage = make()
    for (const number of [2, 10, 1]) void storage.putBatch(BOARD, batch('a', number))
    void storage.putBatch(BOARD, batch('b', 1))
    void storage.putBatch(OTHER, batch('a', 7))
    void storage.replaceBatches(BOARD, [{ actor: actor('a'), number: 2 }], [])
    const kept = await storage.batches(BOARD)
    expect(kept).toEqual([batch('a', 1), batch('a', 10), batch('b', 1)])
    await storage.replaceBatches(BOARD, [{ actor: actor('a'), number: 1 }], [])
    await storage.replaceBatches(BOARD, [{ actor: actor('a'), number: 10 }], [])
    await storage.replaceBatches(BOARD, [{ actor: actor('b'), number: 1 }], [])
    expect(await storage.batches(BOARD)).toEqual([])
    expect(await storage.batches(OTHER)).toEqual([batch('a', 7)])
    await storage.replaceBatches(OTHER, [{ actor: actor('a'), number: 7 }], [])
    storage.release()
  })

  it("O2: keeps a tab's undo stack", async () => {
    const storage = make()
    const undo = { undo: [{ gesture: 'g'.repeat(21) as GestureId, parts: [] }], redo: [] }
    expect(await storage.undo(BOARD)).toBeUndefined()
    await storage.putUndo(BOARD, undo)
    expect(await storage.undo(BOARD)).toEqual(undo)
    storage.release()
  })
})

describe('an outbox in IndexedDB', () => {
  it('O3: outlives the page', async () => {
    const before = indexedDbOutbox()
    await before.putBatch(BOARD, batch('a', 1))
    before.release()
    const after = indexedDbOutbox()
    expect(await after.batches(BOARD)).toEqual([batch('a', 1)])
    await after.replaceBatches(BOARD, [{ actor: actor('a'), number: 1 }], [])
    after.release()
  })

  it("O4: hands the undo stack to the same tab's next page load, and not to another tab", async () => {
    const session = new Map<string, string>()
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => session.get(key) ?? null,
      setItem: (key: string, value: string) => session.set(key, value),
    })
    const undo = { undo: [], redo: [{ gesture: 'r'.repeat(21) as GestureId, parts: [] }] }
    const before = indexedDbOutbox()
    await before.putUndo(BOARD, undo)
    before.release()
    const after = indexedDbOutbox()
    expect(await after.undo(BOARD)).toEqual(undo)
    after.release()
    session.clear()
    const tab = indexedDbOutbox()
    expect(await tab.undo(BOARD)).toBeUndefined()
    tab.release()
  })

  it('O5: goes on in memory where IndexedDB is missing or fails', async () => {
    for (const broken of [
      undefined,
      {
        open: () => {
          throw new Error('forbidden')
        },
      },
    ]) {
      vi.stubGlobal('indexedDB', broken)
      const storage = indexedDbOutbox()
      await storage.putBatch(BOARD, batch('a', 1))
      await storage.putUndo(BOARD, { undo: [], redo: [] })
      expect(await storage.batches(BOARD)).toEqual([batch('a', 1)])
      expect(await storage.undo(BOARD)).toEqual({ undo: [], redo: [] })
      storage.release()
    }
  })
})
