import type { ActorId, GestureId, PersonId } from '@inkwire/board'
import { type BatchRecord, packRecords, unpackRecords } from '@inkwire/protocol'
import { expect, test } from 'vitest'
import { RecentRecords } from './recent-records.ts'

const record = (seq: number): BatchRecord => ({
  seq,
  actor: 'a'.repeat(22) as ActorId,
  number: seq,
  person: 'p'.repeat(21) as PersonId,
  at: 0,
  foldVersion: 1,
  gesture: 'g'.repeat(21) as GestureId,
  ops: new Uint8Array(10),
})
const seqs = (records: readonly BatchRecord[] | undefined) => records?.map(({ seq }) => seq)

test('keeps all after the newest snapshot', () => {
  const recent = new RecentRecords(5)
  for (const seq of [6, 7, 8]) recent.add(record(seq))
  expect(recent.seq).toBe(8)
  expect(seqs(recent.after(5))).toEqual([6, 7, 8])
  expect(seqs(recent.after(7))).toEqual([8])
  expect(seqs(recent.after(8))).toEqual([])
  expect(recent.after(4)).toBeUndefined()
  expect(recent.sinceSnapshot).toEqual({ batches: 3, bytes: 30 })
})

test('a new snapshot leaves those since the one before, for whoever was away for a moment', () => {
  const recent = new RecentRecords(0)
  for (const seq of [1, 2, 3, 4]) recent.add(record(seq))
  recent.snapshotAt(3)
  expect(seqs(recent.after(0))).toEqual([1, 2, 3, 4])
  expect(recent.sinceSnapshot).toEqual({ batches: 1, bytes: 10 })
  for (const seq of [5, 6]) recent.add(record(seq))
  recent.snapshotAt(6)
  expect(recent.after(2)).toBeUndefined()
  expect(seqs(recent.after(3))).toEqual([4, 5, 6])
  expect(recent.seq).toBe(6)
  recent.snapshotAt(4)
  expect(recent.snapshotSeq).toBe(6)
})

test('what is packed is what there is, also after more came or went', () => {
  const recent = new RecentRecords(0)
  const packed = (after: number) => {
    const bytes = recent.packedAfter(after, packRecords)
    return bytes && seqs(unpackRecords(bytes))
  }
  for (const seq of [1, 2, 3]) recent.add(record(seq))
  expect(packed(1)).toEqual([2, 3])
  expect(recent.packedAfter(1, packRecords)).toBe(recent.packedAfter(1, packRecords))
  expect(packed(0)).toEqual([1, 2, 3])
  recent.add(record(4))
  expect(packed(0)).toEqual([1, 2, 3, 4])
  recent.snapshotAt(2)
  recent.snapshotAt(4)
  expect(packed(0)).toBeUndefined()
  expect(packed(2)).toEqual([3, 4])
})
