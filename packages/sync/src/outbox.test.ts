import { type ActorId, type BoardId, type Epoch, type GestureId, type Op, packOps } from '@inkwire/board'
import { type BatchReply, type BatchRequest, LIMITS, refused } from '@inkwire/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { Outbox, type RefusedBatch } from './outbox.ts'
import { TestClock } from './test-clock.ts'
import type { Link } from './transport.ts'

const EPOCH = 'AAAAAAAAAAAAAAAAAAAAAA' as Epoch
const op: Op = { op: 'meta', props: { grid: 10 } }

let clock: TestClock
let outbox: Outbox
let sent: { request: BatchRequest; answer: (reply: BatchReply) => void }[]
let refusals: RefusedBatch[]
let acknowledged: number[]
let rejoins: string[]

const link = {
  batch: (request: BatchRequest, answer: (reply: BatchReply) => void) => sent.push({ request, answer }),
} as unknown as Link

beforeEach(() => {
  clock = new TestClock()
  ;[sent, refusals, acknowledged, rejoins] = [[], [], [], []]
  outbox = new Outbox(`${'a'.repeat(21)}A` as ActorId, {
    board: 'b'.repeat(21) as BoardId,
    clock,
    random: () => 0.5,
    listener: {
      acknowledged: ({ number }) => acknowledged.push(number),
      refused: (batches) => refusals.push(...batches),
      rejoin: (code) => rejoins.push(code),
      changed: () => {},
    },
  })
})

function add(count = 1): void {
  for (let i = 0; i < count; i++) outbox.add('g'.repeat(21) as GestureId, [op], packOps([op]))
  outbox.send()
}

/** Numbers, each with the one that it says comes before it, of what was sent since the last call. */
const taken = () =>
  sent.splice(0).map(({ request, answer }) => ({ number: request.number, prev: request.prev, answer }))
const pairs = (list: { number: number; prev: number }[]) => list.map(({ number, prev }) => [number, prev])

describe('the outbox', () => {
  it('X1: sends in order, each with the one before, at most 50 on their way', () => {
    add(60)
    expect(sent).toEqual([])
    outbox.connect(link, EPOCH)
    const first = taken()
    expect(pairs(first)).toEqual(Array.from({ length: LIMITS.batchesInFlight }, (_, i) => [i + 1, i]))
    first[0]?.answer({ ok: true, seq: 9 })
    expect(pairs(taken())).toEqual([[51, 50]])
    expect(acknowledged).toEqual([1])
    expect(outbox.size).toBe(59)
  })

  it('X2: goes on from the last that the log holds when a batch came out of order, once for all that were on their way', () => {
    add(4)
    outbox.connect(link, EPOCH)
    const [first, ...others] = taken()
    first?.answer({ ok: true, seq: 1 })
    for (const { answer } of others) answer({ ...refused('batch.out_of_order'), last: 1 })
    expect(pairs(taken())).toEqual([
      [2, 1],
      [3, 2],
      [4, 3],
    ])
  })

  it('X3: an out of order that does not get better is not answered in a circle', () => {
    add(1)
    outbox.connect(link, EPOCH)
    for (let i = 0; i < 10; i++) {
      for (const { answer } of taken()) answer({ ...refused('batch.out_of_order'), last: 0 })
    }
    expect(sent.length).toBe(0)
    clock.pass(10_000)
    expect(sent.length).toBe(1)
  })

  it('X4: what may pass later is sent again after a wait, in order; the server is said to be stuck until it saves', () => {
    add(2)
    outbox.connect(link, EPOCH)
    const [first, second] = taken()
    first?.answer(refused('server.busy'))
    second?.answer({ ...refused('batch.out_of_order'), last: 0 })
    expect(sent).toEqual([])
    expect(outbox.why?.code).toBe('server.busy')
    clock.pass(5_000)
    const again = taken()
    expect(pairs(again)).toEqual([
      [1, 0],
      [2, 1],
    ])
    again[0]?.answer({ ok: true, seq: 1 })
    expect(outbox.why).toBeNull()
  })

  it('X5: what is not answered within 10 s is sent again; a late answer to the first sending still counts', () => {
    add(2)
    outbox.connect(link, EPOCH)
    const first = taken()
    clock.pass(9_999)
    expect(sent).toEqual([])
    clock.pass(1)
    expect(pairs(taken())).toEqual([
      [1, 0],
      [2, 1],
    ])
    first[1]?.answer(refused('op.invalid'))
    expect(refusals).toEqual([])
    first[0]?.answer({ ok: true, seq: 1 })
    expect(acknowledged).toEqual([1])
  })

  it('X6: after a lost connection everything that was not acknowledged is sent again', () => {
    add(3)
    outbox.connect(link, EPOCH)
    taken()[0]?.answer({ ok: true, seq: 1 })
    outbox.disconnect()
    add()
    expect(sent).toEqual([])
    outbox.connect(link, EPOCH)
    expect(pairs(taken())).toEqual([
      [2, 1],
      [3, 2],
      [4, 3],
    ])
  })

  it('X7: a refused number is left out of the order', () => {
    add(3)
    outbox.connect(link, EPOCH)
    const [first, second] = taken()
    first?.answer({ ok: true, seq: 1 })
    second?.answer(refused('op.invalid'))
    expect(refusals.map(({ number }) => number)).toEqual([2])
    expect(pairs(taken())).toEqual([[3, 1]])
  })

  it('X8: a batch that the base document brought is done, also when its answer was lost', () => {
    add(2)
    outbox.connect(link, EPOCH)
    const first = taken()
    expect(outbox.folded(1)?.number).toBe(1)
    first[0]?.answer({ ok: true, seq: 1 })
    expect(acknowledged).toEqual([])
    expect(outbox.size).toBe(1)
    expect(outbox.folded(1)).toBeUndefined()
  })

  it.each(['board.wrong_epoch', 'access.changed', 'actor.foreign'] as const)(
    'X9: %s is about the page, not about the batch: it is kept, and the board joined anew',
    (code) => {
      add(1)
      outbox.connect(link, EPOCH)
      taken()[0]?.answer(refused(code))
      expect([rejoins, refusals, outbox.size]).toEqual([[code], [], 1])
      add(1)
      expect(sent).toEqual([])
    },
  )

  it('X10: starting over numbers what is not acknowledged from 1, under the new actor', () => {
    add(3)
    outbox.connect(link, EPOCH)
    taken()[0]?.answer({ ok: true, seq: 1 })
    const actor = `${'z'.repeat(21)}A` as ActorId
    const { old, batches } = outbox.startOver(actor)
    expect(old.length).toBe(3)
    expect(batches.map(({ actor: who, number }) => [who, number])).toEqual([
      [actor, 1],
      [actor, 2],
    ])
    outbox.connect(link, EPOCH)
    expect(pairs(taken())).toEqual([
      [1, 0],
      [2, 1],
    ])
  })

  it('X11: keeps to the pace that the server lets through', () => {
    outbox.connect(link, EPOCH)
    let count = 0
    for (let ms = 0; ms < 10_000; ms += 10) {
      add(1)
      for (const { number, answer } of taken()) {
        count++
        answer({ ok: true, seq: number })
      }
      clock.pass(10)
    }
    expect(count).toBeGreaterThan(500)
    expect(count).toBeLessThanOrEqual(LIMITS.batchBurst + LIMITS.batchesPerSecond * 10)
  })
})
