import 'fake-indexeddb/auto'
import type { BoardId, ElementId, Epoch, GestureId, Op } from '@inkwire/board'
import { nanoid } from 'nanoid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BoardClient } from './client.ts'
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
  await server.start()
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await server.stop()
})

const rectangle = (): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type: 'rectangle', order: 'a1', x: 0, y: 0, w: 10, h: 10 },
})
const draw = (client: BoardClient) => client.commit(nanoid() as GestureId, [rectangle()])

/** A page load of the same person in the same browser. */
async function visit(): Promise<BoardClient> {
  const client = new BoardClient({
    origin: server.origin,
    board,
    outbox: indexedDbOutbox(),
    socketOptions: { extraHeaders: { cookie: 'name=ann' } },
  })
  clients.push(client)
  await vi.waitFor(() => expect(client.getState().phase).toBe('open'), SOON)
  return client
}

/** Everything is acknowledged, once, and the page shows it. */
async function saved(client: BoardClient, elements: number): Promise<void> {
  await vi.waitFor(() => {
    expect(client.head()).toMatchObject({ elements, outbox: 0, seq: server.records.length })
    expect(client.getState().save).toBe('saved')
  }, SOON)
  expect(server.document.size).toBe(elements)
  expect(await indexedDbOutbox().batches(board)).toEqual([])
  const keys = server.records.map(({ actor, number }) => `${actor} ${number}`)
  expect(new Set(keys).size).toBe(keys.length)
}

describe('what a page left behind', () => {
  it('A1: is sent by the next visit, in order, under the old actor', async () => {
    const first = await visit()
    draw(first)
    await saved(first, 1)
    await server.stop()
    for (let i = 0; i < 5; i++) draw(first)
    await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toHaveLength(5), SOON)
    await first.close()
    await server.start()
    const second = await visit()
    await saved(second, 6)
    expect(server.records.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(new Set(server.records.map(({ actor }) => actor))).toEqual(new Set([first.actor]))
  })

  it('A2: is not doubled when it had arrived and only the answer was lost', async () => {
    server.losesAnswer = () => true
    const first = await visit()
    draw(first)
    draw(first)
    await vi.waitFor(() => expect(server.records).toHaveLength(2), SOON)
    await first.close()
    server.losesAnswer = () => false
    await saved(await visit(), 2)
    expect(server.records).toHaveLength(2)
  })

  it('A3: goes out when the log is another one by then, too', async () => {
    const first = await visit()
    await server.stop()
    draw(first)
    await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toHaveLength(1), SOON)
    await first.close()
    server.epoch = 'BBBBBBBBBBBBBBBBBBBBBA' as Epoch
    await server.start()
    await saved(await visit(), 1)
    expect(server.records.map(({ actor }) => actor)).toEqual([first.actor])
  })

  it('A4: is kept and shown when the server finally refuses it', async () => {
    const first = await visit()
    await server.stop()
    draw(first)
    await vi.waitFor(async () => expect(await indexedDbOutbox().batches(board)).toHaveLength(1), SOON)
    await first.close()
    server.refuses = () => 'op.invalid'
    await server.start()
    const second = await visit()
    await vi.waitFor(() => expect(second.getState().refused).toHaveLength(1), SOON)
    expect(server.records).toHaveLength(0)
  })
})
