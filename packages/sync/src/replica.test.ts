import {
  type ActorId,
  BoardDocument,
  type Epoch,
  fold,
  type GestureId,
  type PersonId,
  packOps,
  packSnapshot,
  unpackOps,
  unpackSnapshot,
} from '@inkwire/board'
import { ACTORS, anyIntent, opsOf } from '@inkwire/board/arbitraries'
import { type BatchRecord, packTick, unpackTick } from '@inkwire/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Replica, TooOldError } from './replica.ts'
import { TestClock } from './test-clock.ts'

const EPOCH = 'AAAAAAAAAAAAAAAAAAAAAA' as Epoch

/** A log: batches of several people, some of whom saw an older state when they made theirs. */
const anyLog = fc
  .array(fc.record({ who: fc.nat(2), age: fc.nat(3), intents: fc.array(anyIntent, { minLength: 1, maxLength: 3 }) }), {
    maxLength: 15,
  })
  .map((batches) => {
    const document = new BoardDocument()
    const states = [unpackSnapshot(packSnapshot(document))]
    const records: BatchRecord[] = []
    const numbers = [0, 0, 0]
    for (const { who, age, intents } of batches) {
      const view = states[Math.max(0, states.length - 1 - age)] ?? document
      const ops = intents.flatMap((intent) => opsOf(intent, view))
      if (ops.length === 0) continue
      const number = (numbers[who] ?? 0) + 1
      numbers[who] = number
      const actor = ACTORS[who] as ActorId
      records.push({
        seq: records.length + 1,
        actor,
        number,
        person: 'p'.repeat(21) as PersonId,
        at: 0,
        foldVersion: 1,
        gesture: 'g'.repeat(21) as GestureId,
        ops: packOps(ops),
      })
      fold(document, { actor, number, ops: unpackOps(packOps(ops)) })
      states.push(unpackSnapshot(packSnapshot(document)))
    }
    return { records, states, hash: document.hash }
  })

interface Subject {
  readonly replica: Replica
  readonly clock: TestClock
  readonly asked: number[]
}

function subject(): Subject {
  const clock = new TestClock()
  const asked: number[] = []
  const replica: Replica = new Replica({
    clock,
    fold: (record, ops) => fold(replica.document, { ...record, ops }),
    askTail: (after) => asked.push(after),
  })
  replica.load(new BoardDocument(), EPOCH, 0)
  return { replica, clock, asked }
}

describe('a replica', () => {
  it('R1: has the hash of all others, whether it saw the log live, from a snapshot and a tail, or doubled, late and out of order', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), fc.infiniteStream(fc.nat(99)), ({ records, states, hash }, cut, stream) => {
        const next = () => stream.next().value ?? 0

        const live = subject().replica
        live.follow(0)
        for (const record of records)
          live.receive(unpackTick(packTick({ room: 1, batches: [record], live: [] })).batches)

        const at = cut % (records.length + 1)
        const late = subject().replica
        late.load(unpackSnapshot(packSnapshot(states[at] ?? new BoardDocument())), EPOCH, at)
        late.receive(records.slice(at))
        late.follow(records.length)

        const unlucky = subject()
        unlucky.replica.follow(0)
        // Each record comes some times, or not at all, at any moment; then whoever asked gets the tail.
        const deliveries = records.flatMap((record) =>
          Array.from({ length: next() % 4 }, () => ({ record, at: next() })),
        )
        for (const { record } of deliveries.sort((a, b) => a.at - b.at)) unlucky.replica.receive([record])
        unlucky.replica.expect(records.length)
        for (let i = 0; i < 50 && unlucky.replica.seq < records.length; i++) {
          unlucky.clock.pass(1_000)
          const after = unlucky.asked.pop()
          if (after === undefined) continue
          if (next() % 3 === 0) unlucky.replica.unanswered()
          else unlucky.replica.answered(records.slice(after, after + 1 + (next() % 5)), records.length)
        }

        for (const { seq, document } of [live, late, unlucky.replica]) {
          expect(seq).toBe(records.length)
          expect(document.hash).toBe(hash)
        }
      }),
      { numRuns: 300 },
    )
  })

  const record = (seq: number, foldVersion = 1): BatchRecord => ({
    seq,
    actor: ACTORS[0] as ActorId,
    number: seq,
    person: 'p'.repeat(21) as PersonId,
    at: 0,
    foldVersion,
    gesture: 'g'.repeat(21) as GestureId,
    ops: packOps([{ op: 'meta', props: { grid: seq } }]),
  })

  it('R2: asks for the tail when a hole is 200 ms old, and not before', () => {
    const { replica, clock, asked } = subject()
    replica.follow(0)
    replica.receive([record(1), record(3)])
    expect(replica.seq).toBe(1)
    clock.pass(199)
    replica.receive([record(4)])
    expect(asked).toEqual([])
    clock.pass(1)
    expect(asked).toEqual([1])
    clock.pass(5_000)
    expect(asked).toEqual([1])
    replica.answered([record(2), record(3)], 4)
    expect(replica.seq).toBe(4)
    expect(clock.waiting).toBe(0)
  })

  it('R3: a hole that closes by itself is not asked for', () => {
    const { replica, clock, asked } = subject()
    replica.follow(0)
    replica.receive([record(2)])
    clock.pass(100)
    replica.receive([record(1)])
    clock.pass(10_000)
    expect(asked).toEqual([])
    expect(replica.seq).toBe(2)
  })

  it('R4: an acknowledged seq that has not come within a second is asked for', () => {
    const { replica, clock, asked } = subject()
    replica.follow(0)
    replica.expect(1)
    clock.pass(999)
    expect(asked).toEqual([])
    clock.pass(1)
    expect(asked).toEqual([0])
    replica.unanswered()
    clock.pass(1_000)
    expect(asked).toEqual([0, 0])
  })

  it('R5: folds nothing before it may follow, and forgets what waits when the link is gone', () => {
    const { replica, clock, asked } = subject()
    replica.receive([record(1)])
    expect(replica.seq).toBe(0)
    replica.pause()
    replica.follow(0)
    expect(replica.seq).toBe(0)
    replica.receive([record(2)])
    replica.pause()
    clock.pass(10_000)
    expect(asked).toEqual([])
  })

  it('R6: a long tail is asked for in parts, at once', () => {
    const { replica, asked } = subject()
    replica.follow(5)
    expect(asked).toEqual([0])
    replica.answered([record(1), record(2)], 5)
    expect(asked).toEqual([0, 2])
    replica.answered([record(3), record(4), record(5)], 5)
    expect(asked).toEqual([0, 2])
    expect(replica.seq).toBe(5)
  })

  it('R7: stops at a batch that a newer version has made', () => {
    const { replica } = subject()
    replica.follow(0)
    expect(() => replica.receive([record(1, 2)])).toThrow(TooOldError)
    expect(replica.seq).toBe(0)
  })
})
