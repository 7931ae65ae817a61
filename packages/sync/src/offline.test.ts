import 'fake-indexeddb/auto'
import {
  type BoardId,
  type ElementId,
  type Epoch,
  type GestureId,
  type Op,
  plainText,
  spliceTo,
  type TextSequence,
} from '@inkwire/board'
import { nanoid } from 'nanoid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BoardClient } from './client.ts'
import { indexedDbCopies } from './indexeddb-copies.ts'
import { indexedDbOutbox } from './indexeddb-outbox.ts'
import { TestServer } from './test-server.ts'

/** Machines that run this are shared. */
const SOON = { timeout: 30_000, interval: 5 }

let server: TestServer
let board: BoardId
let clients: BoardClient[]

beforeEach(async () => {
  board = nanoid() as BoardId
  server = new TestServer(board)
  clients = []
  // One tab: its undo stack goes from load to load.
  const session = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => session.get(key) ?? null,
    setItem: (key: string, value: string) => session.set(key, value),
  })
  await server.start()
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await server.stop()
  vi.unstubAllGlobals()
})

const id = (name: string) => name.padEnd(21, '_') as ElementId
const rectangle = (name: string): Op => ({
  op: 'put',
  element: { id: id(name), type: 'rectangle', order: 'a1', x: 0, y: 0, w: 10, h: 10 },
})
const draw = (client: BoardClient, ...names: string[]) => {
  for (const name of names) client.commit(nanoid() as GestureId, [rectangle(name)])
}
const move = (client: BoardClient, name: string, x: number) =>
  client.commit(nanoid() as GestureId, [{ op: 'set', id: id(name), props: { x } }])

/** A page load of the same person in the same browser, from its first moment. */
function begin(): BoardClient {
  const client = new BoardClient({
    origin: server.origin,
    board,
    outbox: indexedDbOutbox(),
    copies: indexedDbCopies(),
    socketOptions: { extraHeaders: { cookie: 'name=ann' } },
  })
  clients.push(client)
  return client
}

async function load(): Promise<BoardClient> {
  const client = begin()
  await vi.waitFor(() => expect(client.getState().phase).toBe('open'), SOON)
  return client
}

/** A page that was open once, with these drawn, and is gone. */
async function visited(...names: string[]): Promise<void> {
  const client = await load()
  draw(client, ...names)
  await saved(client)
  await client.close()
}

async function saved(client: BoardClient): Promise<void> {
  await vi.waitFor(() => {
    expect(client.head()).toMatchObject({ outbox: 0, seq: server.records.length, hash: server.document.hash })
    expect(client.getState()).toMatchObject({ save: 'saved', source: 'server', waiting: 0 })
  }, SOON)
  await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toEqual([]), SOON)
  const keys = server.records.map(({ actor, number }) => `${actor} ${number}`)
  expect(new Set(keys).size).toBe(keys.length)
}

const shown = (client: BoardClient): string[] => [...client.elements()].map((one) => one.id.replaceAll('_', '')).sort()

describe('a board without a network', () => {
  it('C6: opens as it was, with the role, the name and the person that I had', async () => {
    server.takeSnapshot()
    await visited('a', 'b')
    await server.stop()
    const offline = await load()
    expect(shown(offline)).toEqual(['a', 'b'])
    const { state } = { state: offline.getState() }
    expect(state).toMatchObject({ source: 'copy', role: 'editor', name: 'Test board', connected: false, waiting: 0 })
    expect(state.person?.name).toBe('ann')
    expect(offline.canEdit).toBe(true)
  })

  it('C7: what is drawn is kept and sent once, in order, when there is one again', async () => {
    await visited('a')
    await server.stop()
    const offline = await load()
    draw(offline, 'b', 'c')
    move(offline, 'b', 7)
    expect(offline.getState()).toMatchObject({ waiting: 3, outlives: true })
    await vi.waitFor(() => expect(offline.getState().save).toBe('offline'), SOON)
    await server.start()
    await saved(offline)
    expect(server.records.slice(1).map(({ actor, number }) => [actor, number])).toEqual(
      [1, 2, 3].map((number) => [offline.actor, number]),
    )
    expect(server.document.get(id('b'))?.x).toBe(7)
  })

  it('C8: what was drawn on an earlier visit without one is shown, can be built on and undone, and goes first', async () => {
    await visited('a')
    await server.stop()
    const first = await load()
    draw(first, 'b')
    first.commit(nanoid() as GestureId, [
      { op: 'put', element: { id: id('t'), type: 'text', order: 'a2', x: 0, y: 0, text: 'ab' } },
    ])
    await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toHaveLength(2), SOON)
    await first.close()
    const second = await load()
    await vi.waitFor(() => expect(shown(second)).toEqual(['a', 'b', 't']), SOON)
    move(second, 'b', 5)
    const text = second.get(id('t'))?.text as unknown as TextSequence
    const splice = spliceTo(text, 'a-b')
    if (!splice) throw new Error('nothing to splice')
    second.commit(nanoid() as GestureId, [{ op: 'splice', id: id('t'), prop: 'text', ...splice }])
    await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toHaveLength(4), SOON)
    await second.close()
    const third = await load()
    await vi.waitFor(() => expect(shown(third)).toEqual(['a', 'b', 't']), SOON)
    expect(third.get(id('b'))?.x).toBe(5)
    expect(plainText(third.get(id('t'))?.text as unknown as TextSequence)).toBe('a-b')
    draw(third, 'c')
    expect(third.getState().waiting).toBe(5)
    await server.start()
    await saved(third)
    expect(server.records.slice(1).map(({ actor }) => actor)).toEqual([
      ...[first, first, second, second, third].map((client) => client.actor),
    ])
    expect(server.document.get(id('b'))?.x).toBe(5)
    expect(plainText(server.document.get(id('t'))?.text as unknown as TextSequence)).toBe('a-b')
  })

  it('C8: what is done before that is found lies on top of it', async () => {
    await visited('a')
    await server.stop()
    const first = await load()
    move(first, 'a', 5)
    await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toHaveLength(1), SOON)
    await first.close()
    const second = begin()
    const stop = second.subscribe(() => {
      if (!second.canEdit) return
      stop()
      move(second, 'a', 9)
    })
    await vi.waitFor(() => expect(second.getState().waiting).toBe(2), SOON)
    expect(second.get(id('a'))?.x).toBe(9)
    await server.start()
    await saved(second)
    expect(server.document.get(id('a'))?.x).toBe(9)
  })

  it('C9: undo takes back what was done before a reload, saved or not', async () => {
    await visited('a')
    await server.stop()
    const first = await load()
    await vi.waitFor(() => expect(first.canUndo).toBe(true), SOON)
    draw(first, 'b')
    await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toHaveLength(1), SOON)
    await first.close()
    const second = await load()
    await vi.waitFor(() => expect(shown(second)).toEqual(['a', 'b']), SOON)
    await vi.waitFor(() => expect(second.canUndo).toBe(true), SOON)
    expect(second.undo()).toMatchObject({ touched: [id('b')] })
    expect(second.undo()).toMatchObject({ touched: [id('a')] })
    expect(shown(second)).toEqual([])
    expect(second.redo()).toMatchObject({ touched: [id('a')] })
    await server.start()
    await saved(second)
    expect(shown(second)).toEqual(['a'])
    expect(server.document.size).toBe(1)
  })

  it('C10: what had arrived already is not shown twice, and not sent twice', async () => {
    const first = await load()
    first.commit(nanoid() as GestureId, [
      { op: 'put', element: { id: id('t'), type: 'text', order: 'a2', x: 0, y: 0, text: '' } },
    ])
    await saved(first)
    server.losesAnswer = () => true
    const text = first.get(id('t'))?.text as unknown as TextSequence
    const splice = spliceTo(text, 'once')
    if (!splice) throw new Error('nothing to splice')
    const storage = indexedDbOutbox()
    let kept: Awaited<ReturnType<typeof storage.batches>> = []
    first.commit(nanoid() as GestureId, [{ op: 'splice', id: id('t'), prop: 'text', ...splice }])
    await vi.waitFor(async () => {
      if (kept.length === 0) kept = await storage.batches(board)
      expect(server.records).toHaveLength(2)
      expect(first.head()).toMatchObject({ seq: 2 })
    }, SOON)
    await first.close()
    // As where the page died between its copy and its outbox.
    for (const batch of kept) await storage.putBatch(board, batch)
    await server.stop()
    const second = await load()
    expect(kept).toHaveLength(1)
    // Its copy has it: nothing waits, and the outbox lets go of it.
    await vi.waitFor(async () => expect(await storage.batches(board)).toEqual([]), SOON)
    expect(second.getState().waiting).toBe(0)
    expect(plainText(second.get(id('t'))?.text as unknown as TextSequence)).toBe('once')
    server.losesAnswer = () => false
    await server.start()
    await saved(second)
    expect(server.records).toHaveLength(2)
    storage.release()
  })
})

describe('a copy', () => {
  it('C11: is shown before the network is asked, which brings what is newer, and nothing else', async () => {
    await visited('a', 'b', 'c')
    server.takeSnapshot()
    const snapshots = server.snapshotsSeen
    const again = begin()
    const seen = new Set<string>()
    again.subscribe(() => seen.add(`${again.getState().phase} ${again.getState().source} ${again.size}`))
    await saved(again)
    expect([...seen]).toEqual(['open copy 3', 'open server 3'])
    expect(server.joinsSeen.at(-1)?.have).toEqual({ epoch: server.epoch, seq: 3 })
    expect(server.snapshotsSeen).toBe(snapshots)
  })

  it('C12: is told packed, with what has changed since, for whoever needs all of it', async () => {
    await visited('a', 'b')
    server.takeSnapshot()
    await indexedDbCopies().forget(board)
    await visited('c')
    await server.stop()
    const told: Uint8Array[] = []
    const client = begin()
    client.onSnapshot((bytes) => told.push(bytes))
    await vi.waitFor(() => expect(client.size).toBe(3), SOON)
    const packed = client.takeSnapshot()
    expect(told).toHaveLength(1)
    expect(packed?.bytes).toBe(told[0])
    expect(packed?.bytes).toEqual(server.snapshot?.bytes)
    expect([...(packed?.changed ?? [])]).toEqual([id('c')])
  })

  it('C13: that is damaged is forgotten, and the board opened from the server', async () => {
    await visited('a')
    const copies = indexedDbCopies()
    const copy = await copies.open(board)
    const [tail] = copy?.tails ?? []
    if (!copy || !tail) throw new Error('nothing was kept')
    const { tails: _, ...rest } = copy
    // What is kept already would stay.
    await copies.forget(board)
    await copies.keep(board, { ...rest, tail: { ...tail, hash: '0'.repeat(32) } })
    const again = await load()
    expect(again.getState()).toMatchObject({ source: 'server', hashMismatches: 0 })
    expect(shown(again)).toEqual(['a'])
    await again.close()
    await server.stop()
    expect((await load()).size).toBe(1)
    copies.release()
  })

  it('C14: is erased when I may not see the board any more', async () => {
    await visited('a')
    server.refusesJoin = () => 'access.denied'
    const again = begin()
    await vi.waitFor(() => expect(again.getState().phase).toBe('refused'), SOON)
    expect(again.canEdit).toBe(false)
    await vi.waitFor(async () => expect(await indexedDbCopies().has(board)).toBe(false), SOON)
  })

  it('C15: gets a new snapshot when much has come since its own', async () => {
    const first = await load()
    for (let i = 0; i < 30; i++) {
      first.commit(nanoid() as GestureId, [
        { op: 'put', element: { id: id(`${i}`), type: 'text', order: 'a1', x: 0, y: 0, text: 'x'.repeat(20_000) } },
      ])
    }
    await saved(first)
    await vi.waitFor(async () => {
      const copy = await indexedDbCopies().open(board)
      expect(copy?.base.seq).toBeGreaterThan(20)
      expect(copy?.tails.length).toBeLessThan(10)
    }, SOON)
    await first.close()
    await server.stop()
    expect((await load()).size).toBe(30)
  })
})

describe('another log', () => {
  it('C16: takes the place of the copy; what was done in the one before can not be undone into it', async () => {
    const first = await load()
    draw(first, 'secret', 'b')
    await saved(first)
    first.commit(nanoid() as GestureId, [{ op: 'remove', id: id('secret') }])
    await saved(first)
    expect(first.canUndo).toBe(true)
    server.restore(0, `${'B'.repeat(21)}A` as Epoch)
    await vi.waitFor(() => expect(first.head()).toMatchObject({ epoch: server.epoch, elements: 0 }), SOON)
    expect([first.canUndo, first.canRedo]).toEqual([false, false])
    draw(first, 'c')
    await saved(first)
    await first.close()
    await server.stop()
    const second = await load()
    expect(shown(second)).toEqual(['c'])
    await vi.waitFor(() => expect(second.canUndo).toBe(true), SOON)
    second.undo()
    expect(second.canUndo).toBe(false)
  })

  it('C17: that came while the page was away drops what it kept to undo, and what was drawn offline goes into it', async () => {
    await visited('secret')
    await server.stop()
    const offline = await load()
    await vi.waitFor(() => expect(offline.canUndo).toBe(true), SOON)
    draw(offline, 'mine')
    server.restore(0, `${'B'.repeat(21)}A` as Epoch)
    await server.start()
    await saved(offline)
    expect(shown(offline)).toEqual(['mine'])
    expect(offline.canUndo).toBe(false)
    draw(offline, 'again')
    await saved(offline)
    await offline.close()
    server.restore(0, `${'C'.repeat(21)}A` as Epoch)
    await indexedDbCopies().forget(board)
    const fresh = await load()
    await saved(fresh)
    // What it may undo has come by now, were it to come.
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(fresh.canUndo).toBe(false)
  })
})

describe('what is refused', () => {
  it('A5: is kept over reloads until it is dismissed', async () => {
    const first = await load()
    server.refuses = () => 'op.invalid'
    draw(first, 'a', 'b', 'c')
    await vi.waitFor(() => expect(first.getState().refused).toHaveLength(3), SOON)
    expect(first.getState()).toMatchObject({ waiting: 0, save: 'saved' })
    await first.close()
    const second = await load()
    await vi.waitFor(() => expect(second.getState().refused).toHaveLength(3), SOON)
    const [one, ...others] = second.getState().refused
    expect(one).toEqual(first.getState().refused[0])
    expect(one?.ops).toEqual([rectangle('a')])
    expect(second.size).toBe(0)
    second.dismissRefused([one?.id ?? ''])
    expect(second.getState().refused).toEqual(others)
    await second.close()
    const third = await load()
    await vi.waitFor(() => expect(third.getState().refused).toEqual(others), SOON)
    third.dismissRefused()
    expect(third.getState().refused).toEqual([])
    expect(await indexedDbOutbox().refused(board)).toEqual([])
  })
})

describe('a server whose disk is full', () => {
  it('V7: lets nobody edit until it saves again; what waits is kept, and saved then', async () => {
    const client = await load()
    server.refuses = () => 'server.full'
    draw(client, 'a')
    await vi.waitFor(() => expect(client.getState().readOnly).toBe('full'), SOON)
    expect(client.getState()).toMatchObject({ save: 'stuck', waiting: 1, outlives: true })
    expect(client.getState().why?.code).toBe('server.full')
    expect(client.canEdit).toBe(false)
    draw(client, 'b')
    expect(shown(client)).toEqual(['a'])
    server.refuses = () => undefined
    await vi.waitFor(() => expect(client.canEdit).toBe(true), SOON)
    expect(client.getState().readOnly).toBeNull()
    draw(client, 'b')
    await saved(client)
    expect(server.document.size).toBe(2)
  })
})
