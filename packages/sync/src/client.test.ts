import {
  type ActorId,
  type BoardId,
  type ElementId,
  type GestureId,
  type Op,
  pack,
  packPoints,
  plainText,
  type TextSequence,
} from '@inkwire/board'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BoardClient } from './client.ts'
import type { BoardClientOptions } from './client-options.ts'
import { memoryOutbox } from './outbox-storage.ts'
import { TestServer } from './test-server.ts'

const BOARD = 'b'.repeat(21) as BoardId
/** Machines that run this are shared. */
const SOON = { timeout: 30_000, interval: 5 }

let server: TestServer
let clients: BoardClient[]
let gestures = 0

beforeEach(async () => {
  server = new TestServer(BOARD)
  clients = []
  await server.start()
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await server.stop()
})

const id = (name: string) => name.padEnd(21, '_') as ElementId
const gesture = () => `g${++gestures}`.padEnd(21, '_') as GestureId
const rectangle = (name: string, x = 0): Op => ({
  op: 'put',
  element: { id: id(name), type: 'rectangle', order: 'a1', x, y: 0, w: 10, h: 10 },
})
const set = (name: string, props: { x?: number; color?: string }): Op => ({ op: 'set', id: id(name), props })

function connect(name: string, options: Partial<BoardClientOptions> = {}): BoardClient {
  const client = new BoardClient({
    origin: server.origin,
    board: BOARD,
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie: `name=${name}` } },
    ...options,
  })
  clients.push(client)
  return client
}

async function opened(name: string, options: Partial<BoardClientOptions> = {}): Promise<BoardClient> {
  const client = connect(name, options)
  await vi.waitFor(() => expect(client.getState().phase).toBe('open'), SOON)
  return client
}

/** All are where the server is, with nothing left to send. */
async function settled(...some: BoardClient[]): Promise<void> {
  await vi.waitFor(() => {
    for (const client of some) {
      const { document, records, epoch } = server
      const { size: elements, hash } = document
      expect(client.head()).toEqual({ epoch, seq: records.length, hash, elements, outbox: 0 })
      expect(client.size).toBe(elements)
      for (const element of document.elements()) expect(client.get(element.id)).toEqual(element)
    }
  }, SOON)
}

describe('joining', () => {
  it('J1: an empty board opens, with who I am and who is there', async () => {
    const anna = await opened('anna')
    expect(anna.getState()).toMatchObject({ role: 'editor', name: 'Test board', connected: true, problem: null })
    expect(anna.getState().person?.name).toBe('anna')
    expect(anna.getState().present.map(({ actor }) => actor)).toEqual([anna.actor])
    expect(anna.actor).toMatch(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  })

  it('J2: a document comes from a snapshot and a tail in parts', async () => {
    const anna = await opened('anna')
    for (let i = 0; i < 10; i++) anna.commit(gesture(), [rectangle(`s${i}`)])
    await settled(anna)
    server.takeSnapshot()
    for (let i = 0; i < 10; i++) anna.commit(gesture(), [rectangle(`t${i}`)])
    await settled(anna)
    const bob = await opened('bob')
    expect(bob.size).toBe(20)
    await settled(anna, bob)
  })

  it('J3: a snapshot that can not be had now is asked for again', async () => {
    const anna = await opened('anna')
    anna.commit(gesture(), [rectangle('a')])
    await settled(anna)
    server.takeSnapshot()
    const { snapshot } = server
    server.snapshot = { seq: 1, bytes: new Uint8Array([1, 2, 3]) }
    const bob = connect('bob')
    await vi.waitFor(() => expect(server.joinsSeen.length).toBeGreaterThan(2), SOON)
    server.snapshot = snapshot
    await settled(bob)
  })

  it('J3: a snapshot is told before it is read, and kept as those very bytes', async () => {
    const anna = await opened('anna')
    anna.commit(gesture(), [rectangle('a')])
    await settled(anna)
    server.takeSnapshot()
    const { snapshot } = server
    const damaged = new Uint8Array([1, 2, 3])
    server.snapshot = { seq: 1, bytes: damaged }
    const bob = connect('bob')
    const told: (readonly [bytes: Uint8Array, shown: number])[] = []
    bob.onSnapshot((bytes) => told.push([bytes, bob.size]))
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), SOON)
    server.snapshot = snapshot
    await settled(bob)
    expect(told[0]).toEqual([damaged, 0])
    expect(told.at(-1)?.[1]).toBe(0)
    expect(bob.takeSnapshot()?.bytes).toBe(told.at(-1)?.[0])
    expect(bob.takeSnapshot()).toBeUndefined()
  })

  it('J4: a join that may succeed later is tried again; another is a problem that is shown', async () => {
    let refusals = 2
    server.refusesJoin = () => (refusals-- > 0 ? 'board.crowded' : undefined)
    await opened('anna')
    const stranger = connect('bob', { board: 'x'.repeat(21) as BoardId })
    await vi.waitFor(() => expect(stranger.getState().phase).toBe('refused'), SOON)
    expect(stranger.getState().problem?.code).toBe('board.unknown')
    expect(stranger.canEdit).toBe(false)
  })

  it('J5: without a session connecting ends with a problem', async () => {
    const nobody = connect('', { socketOptions: {} })
    await vi.waitFor(() => expect(nobody.getState().problem?.code).toBe('session.missing'), SOON)
  })

  it('J6: a hash that differs at the same seq reloads the document, once, and is counted', async () => {
    const anna = await opened('anna')
    anna.commit(gesture(), [rectangle('a')])
    await settled(anna)
    server.headHash = () => '0'.repeat(32)
    const bob = await opened('bob')
    await vi.waitFor(() => expect(bob.getState().hashMismatches).toBe(1), SOON)
    await vi.waitFor(() => expect(server.joinsSeen.length).toBe(3), SOON)
    expect(server.joinsSeen[2]?.have).toBeUndefined()
    await settled(bob)
  })

  it('J7: another epoch reloads the document and offers the outbox under a fresh actor', async () => {
    const anna = await opened('anna')
    anna.commit(gesture(), [rectangle('kept')])
    anna.commit(gesture(), [rectangle('lost')])
    await settled(anna)
    const before = anna.actor
    server.refuses = () => 'server.busy'
    anna.commit(gesture(), [
      { op: 'put', element: { id: id('text'), type: 'text', order: 'a2', x: 0, y: 0, text: 'ab' } },
    ])
    const text = anna.get(id('text'))?.text as unknown as TextSequence
    const [run] = text
    if (!run) throw new Error('the text has no run')
    anna.commit(gesture(), [
      { op: 'splice', id: id('text'), prop: 'text', after: [run[0], run[1], 0], fallback: 1, insert: '-', delete: [] },
    ])
    server.restore(1, `${'B'.repeat(21)}A` as typeof server.epoch)
    server.refuses = () => undefined
    await settled(anna)
    expect(anna.actor).toBe(before)
    expect([...anna.elements()].map((element) => element.id).sort()).toEqual([id('kept'), id('text')])
    expect(plainText(server.document.get(id('text'))?.text as unknown as TextSequence)).toBe('a-b')
    expect(server.records.slice(1).map((record) => record.actor)).toEqual([before, before])
  })

  it('J8: a new role and a new name arrive; who is out is told why', async () => {
    const anna = await opened('anna')
    server.emitName('Another name')
    server.emitAccess('viewer')
    await vi.waitFor(() => expect(anna.getState()).toMatchObject({ name: 'Another name', role: 'viewer' }), SOON)
    anna.commit(gesture(), [rectangle('a')])
    expect(anna.size).toBe(0)
    server.emitAccess(undefined)
    await vi.waitFor(() => expect(anna.getState().problem?.message).toBe('Your role changed.'), SOON)
  })
})

describe('batches', () => {
  it('B1: what is committed is shown at once, and by others soon', async () => {
    const [anna, bob] = [await opened('anna'), await opened('bob')]
    const seen = new Set<ElementId>()
    bob.onChange((ids) => {
      for (const one of ids) seen.add(one)
    })
    anna.commit(gesture(), [rectangle('a', 5)])
    expect(anna.get(id('a'))?.x).toBe(5)
    expect(anna.getState().save).toBe('saving')
    await settled(anna, bob)
    expect(seen).toEqual(new Set([id('a')]))
    await vi.waitFor(() => expect(anna.getState().save).toBe('saved'), SOON)
  })

  it('B2: lost answers, doubled and late ticks, and a cut network lose and double nothing', async () => {
    const [anna, bob] = [await opened('anna'), await opened('bob')]
    let [answers, ticks] = [0, 0]
    server.losesAnswer = () => answers++ % 3 === 0
    server.delivers = (bytes) => {
      ticks++
      if (ticks % 4 === 0) return []
      if (ticks % 4 === 1)
        return [
          { bytes, inMs: 0 },
          { bytes, inMs: 10 },
        ]
      return [{ bytes, inMs: ticks % 3 === 0 ? 40 : 0 }]
    }
    for (let i = 0; i < 30; i++) {
      anna.commit(gesture(), [rectangle(`a${i}`)])
      bob.commit(gesture(), [rectangle(`b${i}`), set(`a${i}`, { x: i })])
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (i % 10 === 5) server.cut()
      if (i === 20) {
        await server.stop()
        anna.commit(gesture(), [rectangle('offline')])
        await server.start()
      }
    }
    server.losesAnswer = () => false
    server.delivers = (bytes) => [{ bytes, inMs: 0 }]
    await settled(anna, bob)
    expect(server.records.length).toBe(61)
    for (const client of [anna, bob]) {
      const numbers = server.records.filter(({ actor }) => actor === client.actor).map(({ number }) => number)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }
  })

  it('B3: a server that can not save is said so, and gets the batches when it can', async () => {
    const anna = await opened('anna')
    server.refuses = () => 'server.busy'
    for (let i = 0; i < 5; i++) anna.commit(gesture(), [rectangle(`a${i}`)])
    await vi.waitFor(() => expect(anna.getState().save).toBe('stuck'), SOON)
    expect(anna.size).toBe(5)
    server.refuses = () => undefined
    await settled(anna)
    await vi.waitFor(() => expect(anna.getState().save).toBe('saved'), SOON)
  })

  it('B4: a final refusal takes the batch back, and those that need what it had put; others stay', async () => {
    const anna = await opened('anna')
    const bad = gesture()
    server.refuses = (request) => (request.gesture === bad ? 'op.invalid' : undefined)
    anna.commit(bad, [rectangle('bad')])
    anna.commit(gesture(), [set('bad', { x: 3 })])
    anna.commit(gesture(), [rectangle('good')])
    await settled(anna)
    expect([...anna.elements()].map((element) => element.id)).toEqual([id('good')])
    expect(anna.getState().refused.map(({ refusal, ops }) => [refusal.code, ops.length])).toEqual([
      ['op.invalid', 1],
      ['op.invalid', 1],
    ])
    expect(server.records.map(({ number }) => number)).toEqual([3])
    anna.dismissRefused()
    expect(anna.getState().refused).toEqual([])
    expect(anna.undo()).toMatchObject({ kind: 'done', touched: [id('good')] })
    expect(anna.undo()).toEqual({ kind: 'nothing' })
  })

  it('B5: what is not valid throws and does nothing; what is too much is split', async () => {
    const anna = await opened('anna')
    expect(() => anna.commit(gesture(), [rectangle('a', Number.NaN)])).toThrow()
    expect(() => anna.commit(gesture(), [rectangle('a', 2e6)])).toThrow('x has a value')
    expect(anna.size).toBe(0)
    const one = gesture()
    anna.commit(
      one,
      Array.from({ length: 2_500 }, (_, i) => rectangle(`r${i}`)),
    )
    await settled(anna)
    expect(server.records.map((record) => record.gesture)).toEqual([one, one, one])
    expect(anna.undo()).toMatchObject({ kind: 'done', kept: 0 })
    await settled(anna)
    expect(anna.size).toBe(0)
  })

  it('B6: my own batch that comes back changes no object that is shown', async () => {
    const anna = await opened('anna')
    const changes: ReadonlySet<ElementId>[] = []
    anna.onChange((ids) => changes.push(ids))
    anna.commit(gesture(), [rectangle('a')])
    anna.commit(gesture(), [set('a', { x: 7 })])
    const shown = anna.get(id('a'))
    await settled(anna)
    expect(anna.get(id('a'))).toBe(shown)
    expect(changes).toEqual([new Set([id('a')]), new Set([id('a')])])
  })

  it('B7: while the network is gone it says so, and what is drawn then is saved afterwards', async () => {
    const anna = await opened('anna')
    await server.stop()
    anna.commit(gesture(), [rectangle('a')])
    await vi.waitFor(() => expect(anna.getState().save).toBe('offline'), SOON)
    expect(anna.getState()).toMatchObject({ phase: 'open', connected: false, present: [] })
    await server.start()
    await settled(anna)
    await vi.waitFor(() => expect(anna.getState()).toMatchObject({ save: 'saved', connected: true }), SOON)
  })

  it('B8: an instance that goes away is left in time', async () => {
    const anna = await opened('anna')
    server.emitMoving()
    await vi.waitFor(() => expect(server.joinsSeen.length).toBe(2), SOON)
    anna.commit(gesture(), [rectangle('a')])
    await settled(anna)
  })
})

describe('live', () => {
  it('L11: what a newer version shows is passed over, and the rest is seen', async () => {
    const [anna, bob] = [await opened('anna'), await opened('bob')]
    await vi.waitFor(() => expect(bob.peers().length).toBe(1), SOON)
    const part = { actor: 'a part of tomorrow' as ActorId, bytes: new Uint8Array([1, 2, 3]) }
    const message = pack([
      1,
      [
        [99, 'of tomorrow'],
        [0, 16, 32],
      ],
    ])
    server.emitLive(part, { actor: anna.actor, bytes: message })
    await vi.waitFor(() => expect(bob.peers()[0]?.cursor).toMatchObject({ x: 1, y: 2 }), SOON)
    expect(bob.peers()).toHaveLength(1)
    expect(bob.getState()).toMatchObject({ phase: 'open', problem: null })
  })

  it('L1: others see my cursor, selection and stroke, and the preview goes with its batch', async () => {
    const [anna, bob] = [await opened('anna'), await opened('bob')]
    await vi.waitFor(() => expect(bob.peers().length).toBe(1), SOON)
    const stroke = { kind: 'stroke', id: id('s'), x: 1, y: 2, color: 'ink', width: 2, zoom: 1 } as const
    const points = Array.from({ length: 40 }, (_, i) => ({ x: i, y: 0, pressure: 1 }))
    anna.live({ kind: 'cursor', x: 10, y: 20 })
    anna.live({ kind: 'selection', ids: [id('x')] })
    for (let i = 0; i < 40; i += 10) anna.live({ ...stroke, from: i, points: points.slice(i, i + 10) })
    await vi.waitFor(() => {
      const [peer] = bob.peers()
      // The pen is where the stroke ends.
      expect(peer).toMatchObject({ person: { name: 'anna' }, cursor: { x: 40, y: 2 }, selection: [id('x')] })
      expect(peer?.inks?.[0]?.points.length).toBe(40)
    }, SOON)
    let both = 0
    bob.onChange(() => {
      if (bob.get(id('s')) && (bob.peers()[0]?.inks ?? []).length > 0) both++
    })
    const shown = bob.peers()[0]?.inks?.[0]?.points
    anna.commit(gesture(), [
      {
        op: 'put',
        element: {
          id: id('s'),
          type: 'stroke',
          order: 'a1',
          x: 1,
          y: 2,
          points: packPoints(shown ?? [], 1),
          color: 'ink',
          width: 2,
        },
      },
    ])
    await settled(anna, bob)
    expect(both).toBe(0)
    expect(bob.peers()[0]?.inks).toBeUndefined()
    expect(anna.peers()[0]?.person.name).toBe('bob')
  })

  it('L2: who leaves is gone, with what they showed', async () => {
    const [anna, bob] = [await opened('anna'), await opened('bob')]
    anna.live({ kind: 'preview', ops: [rectangle('p')] })
    await vi.waitFor(() => expect(bob.peers()[0]?.preview.get(id('p'))?.type).toBe('rectangle'), SOON)
    anna.live({ kind: 'cancel' })
    await vi.waitFor(() => expect(bob.peers()[0]?.preview.size).toBe(0), SOON)
    await anna.close()
    await vi.waitFor(() => expect(bob.peers()).toEqual([]), SOON)
    expect(bob.getState().present.length).toBe(1)
  })

  it('L3: in a crowd names come after the answer, and who was known before stays until then', async () => {
    const names = (client: BoardClient) =>
      client
        .getState()
        .present.map(({ person }) => person.name)
        .sort()
    await opened('anna')
    await opened('carl')
    server.crowded = true
    const bob = await opened('bob')
    expect(names(bob)).toEqual(['bob'])
    server.tellEverybody()
    await vi.waitFor(() => expect(names(bob)).toEqual(['anna', 'bob', 'carl']), SOON)
    expect(
      bob
        .peers()
        .map(({ person }) => person.name)
        .sort(),
    ).toEqual(['anna', 'carl'])

    server.cut('bob')
    await vi.waitFor(() => expect(bob.getState().connected).toBe(false), SOON)
    await vi.waitFor(() => expect(bob.getState().connected).toBe(true), SOON)
    expect(names(bob)).toEqual(['anna', 'bob', 'carl'])
    server.tellEverybody('carl')
    await vi.waitFor(() => expect(names(bob)).toEqual(['anna', 'bob']), SOON)
    expect(bob.peers().map(({ person }) => person.name)).toEqual(['anna'])
  })
})
