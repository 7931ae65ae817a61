import {
  type ActorId,
  type BoardId,
  type Epoch,
  type GestureId,
  type PersonId,
  packOps,
  type Theme,
} from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import { beforeEach, expect, test, vi } from 'vitest'
import type { DocumentThread } from '../documents/document-thread.ts'
import { Thumbnails } from './thumbnails.ts'

const SVG_BYTES = 1_000
const board = (name: string) => name.padEnd(21, '_') as BoardId
const headAt = (head: number) => ({ epoch: 'E' as Epoch, head, floor: 0, accessVersion: 1 })

const record: BatchRecord = {
  seq: 1,
  actor: 'A'.repeat(22) as ActorId,
  number: 1,
  person: 'p'.repeat(21) as PersonId,
  at: 0,
  foldVersion: 1,
  gesture: 'g'.repeat(21) as GestureId,
  ops: packOps([{ op: 'meta', props: {} }]),
}

let painted: Theme[]
/** Lets the paintings that wait go on. */
let release: (() => void)[]
let thumbnails: Thumbnails

beforeEach(() => {
  painted = []
  release = []
  const log = {
    snapshot: async () => undefined,
    records: async (_board: BoardId, _epoch: Epoch, after: number, limit: number) =>
      Array.from({ length: limit }, (_, i) => ({ ...record, seq: after + i + 1 })),
  }
  const run = async (_kind: string, { theme }: { theme: Theme }) => {
    painted.push(theme)
    await new Promise<void>((resolve) => release.push(resolve))
    return new Uint8Array(SVG_BYTES)
  }
  // Room for two pictures.
  const thread = { run } as unknown as Pick<DocumentThread, 'run'>
  thumbnails = new Thumbnails(log, thread, 4 * SVG_BYTES)
})

async function finish<Result>(...asked: Promise<Result>[]): Promise<Result[]> {
  const timer = setInterval(() => {
    for (const go of release.splice(0)) go()
  }, 1)
  try {
    return await Promise.all(asked)
  } finally {
    clearInterval(timer)
  }
}

test('who asks while it is painted gets the same picture; later it comes from memory until the board changes', async () => {
  const [first, second] = await finish(
    thumbnails.get(board('a'), headAt(0), 'light'),
    thumbnails.get(board('a'), headAt(0), 'light'),
  )
  expect(first).toBe(second)
  expect(await thumbnails.get(board('a'), headAt(0), 'light')).toBe(first)
  expect(painted).toEqual(['light'])
  const [dark] = await finish(thumbnails.get(board('a'), headAt(0), 'dark'))
  expect(dark?.etag).not.toBe(first?.etag)
  const [edited] = await finish(thumbnails.get(board('a'), headAt(3), 'light'))
  expect(edited?.etag).toBe(thumbnails.etag(headAt(3), 'light'))
  expect(painted).toEqual(['light', 'dark', 'light'])
})

test('two documents are read at once, the others wait for their turn', async () => {
  const asked = ['a', 'b', 'c', 'd', 'e'].map((name) => thumbnails.get(board(name), headAt(0), 'light'))
  await vi.waitFor(() => expect(painted).toHaveLength(2))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(painted).toHaveLength(2)
  expect(await finish(...asked)).toHaveLength(5)
})

test('what was asked for last stays in memory, within its bytes', async () => {
  for (const name of ['a', 'b']) await finish(thumbnails.get(board(name), headAt(0), 'light'))
  await thumbnails.get(board('a'), headAt(0), 'light')
  await finish(thumbnails.get(board('c'), headAt(0), 'light'))
  painted = []
  await thumbnails.get(board('a'), headAt(0), 'light')
  await thumbnails.get(board('c'), headAt(0), 'light')
  expect(painted).toEqual([])
  await finish(thumbnails.get(board('b'), headAt(0), 'light'))
  expect(painted).toEqual(['light'])
})

test('a painting that fails is tried again by whoever asks next', async () => {
  const failing = new Thumbnails(
    { snapshot: () => Promise.reject(new Error('no database')), records: async () => [] },
    { run: () => Promise.reject(new Error('no thread')) },
  )
  for (let i = 0; i < 5; i++) {
    await expect(failing.get(board('a'), headAt(1), 'light')).rejects.toThrow('no database')
  }
})
