import 'fake-indexeddb/auto'
import type { BoardId, Epoch, PersonId } from '@inkwire/board'
import { nanoid } from 'nanoid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardCopies, CopyPart, CopyTail } from './board-copies.ts'
import type { CopyBounds } from './copy-transaction.ts'
import { indexedDbCopies } from './indexeddb-copies.ts'

const [EPOCH, OTHER_EPOCH] = ['A', 'B'].map((letter) => letter.repeat(22) as Epoch) as [Epoch, Epoch]
const ann = { id: 'a'.repeat(21) as PersonId, name: 'Ann', color: '#123456' }
const who = { name: 'Plan', role: 'editor', person: ann, epoch: EPOCH } as const

const base = (seq: number, bytes = 1): CopyPart => ({
  ...who,
  base: { seq, hash: `hash ${seq}`, bytes: new Uint8Array(bytes).fill(seq) },
})
const tail = (from: number, to: number): CopyTail => ({ from, to, records: new Uint8Array([from, to]), hash: `${to}` })
const follow = (from: number, to: number, epoch = EPOCH): CopyPart => ({ ...who, epoch, tail: tail(from, to) })

let board: BoardId
let all: BoardCopies[]

function copies(bounds?: CopyBounds): BoardCopies {
  const made = indexedDbCopies(bounds)
  all.push(made)
  return made
}

async function seqs(of: BoardCopies): Promise<unknown> {
  const copy = await of.open(board)
  return copy && [copy.base.seq, ...copy.tails.map(({ from, to }) => [from, to])]
}

beforeEach(async () => {
  board = nanoid() as BoardId
  all = []
  const empty = copies()
  for (const { board: one } of await empty.list()) await empty.forget(one)
})

afterEach(() => {
  for (const one of all) one.release()
  vi.unstubAllGlobals()
})

describe('copies of boards', () => {
  it('C1: come back as they were kept, from another page, too', async () => {
    const before = copies()
    expect(await before.has(board)).toBe(false)
    expect(await before.open(board)).toBeUndefined()
    expect(await before.keep(board, { ...base(3), tail: tail(4, 6) })).toBe(true)
    expect(await before.keep(board, { ...follow(7, 7), name: 'Renamed', role: 'viewer' })).toBe(true)
    const after = copies()
    expect(await after.has(board)).toBe(true)
    const { tails, ...rest } = (await after.open(board)) ?? { tails: [] }
    expect(rest).toEqual({ ...who, name: 'Renamed', role: 'viewer', base: base(3).base })
    expect(tails).toMatchObject([tail(4, 6), tail(7, 7)])
    await after.forget(board)
    expect(await before.has(board)).toBe(false)
    expect(await before.keep(board, follow(8, 8))).toBe(false)
  })

  it('C2: take what follows only for their own log', async () => {
    const one = copies()
    await one.keep(board, base(3))
    expect(await one.keep(board, follow(4, 4, OTHER_EPOCH))).toBe(false)
    expect(await one.keep(board, { ...base(1), epoch: OTHER_EPOCH })).toBe(true)
    expect(await one.keep(board, follow(4, 4))).toBe(false)
    expect(await one.open(board)).toMatchObject({ epoch: OTHER_EPOCH, base: { seq: 1 }, tails: [] })
  })

  it('C3: a newer snapshot takes the place of what it covers, an older one of nothing', async () => {
    const one = copies()
    await one.keep(board, base(3))
    for (let seq = 4; seq < 10; seq++) await one.keep(board, follow(seq, seq))
    await one.keep(board, base(7))
    expect(await seqs(one)).toEqual([7, [8, 8], [9, 9]])
    await one.keep(board, { ...base(5), tail: tail(6, 10) })
    expect(await seqs(one)).toEqual([7, [8, 8], [9, 9], [6, 10]])
  })

  it('C3: what two tabs write in whatever pieces covers what either wrote', async () => {
    const [one, other] = [copies(), copies()]
    await one.keep(board, base(0))
    await one.keep(board, follow(1, 6))
    await other.keep(board, follow(1, 3))
    await other.keep(board, follow(4, 6))
    await one.keep(board, follow(7, 7))
    expect(await seqs(other)).toEqual([0, [1, 3], [1, 6], [7, 7]])
    await other.keep(board, follow(5, 7))
    expect(await seqs(other)).toEqual([0, [1, 3], [1, 6], [5, 7]])
    await one.keep(board, follow(6, 7))
    expect(await seqs(other)).toEqual([0, [1, 3], [1, 6], [5, 7]])
  })

  it('C4: are bounded: those that were opened longest ago go first, and what is kept last stays', async () => {
    const bounds = { boards: 3, bytes: 1_000 }
    const time = vi.spyOn(Date, 'now')
    const one = copies(bounds)
    const ids = Array.from({ length: 5 }, () => nanoid() as BoardId)
    for (const [i, id] of ids.entries()) {
      time.mockReturnValue(i)
      await one.keep(id, base(1, 10))
    }
    const kept = async () => (await one.list()).map(({ board: id }) => ids.indexOf(id))
    expect(await kept()).toEqual([4, 3, 2])
    time.mockReturnValue(10)
    await one.open(ids[2] as BoardId)
    await vi.waitFor(async () => expect(await kept()).toEqual([2, 4, 3]))
    time.mockReturnValue(11)
    await one.keep(ids[0] as BoardId, base(1, 985))
    expect(await kept()).toEqual([0, 2])
    time.mockReturnValue(12)
    await one.keep(ids[1] as BoardId, base(1, 2_000))
    expect(await kept()).toEqual([1])
    time.mockRestore()
  })

  it('C5: are none where IndexedDB is missing', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const none = copies()
    expect(await none.keep(board, base(1))).toBe(false)
    expect(await none.has(board)).toBe(false)
    expect(await none.list()).toEqual([])
    expect(await none.open(board)).toBeUndefined()
    await none.forget(board)
  })
})
