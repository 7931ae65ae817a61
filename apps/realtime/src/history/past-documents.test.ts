import {
  type ActorId,
  BoardDocument,
  type BoardId,
  type ElementId,
  type Epoch,
  type GestureId,
  type PersonId,
  packOps,
  packSnapshot,
  unpackSnapshot,
} from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import { expect, test } from 'vitest'
import type { DocumentThread } from '../documents/document-thread.ts'
import type { StoredSnapshot } from '../log/log.ts'
import { foldRecords, refolded } from '../log/refold.ts'
import { foldedDocument, type StoredDocument } from '../log/stored-document.ts'
import { PastDocuments } from './past-documents.ts'

const BOARD = 'b'.repeat(21) as BoardId
const EPOCH = 'A'.repeat(22) as Epoch
const LENGTH = 5_000

const record = (seq: number): BatchRecord => ({
  seq,
  actor: EPOCH as string as ActorId,
  number: seq,
  person: 'p'.repeat(21) as PersonId,
  at: seq,
  foldVersion: 1,
  gesture: 'g'.repeat(21) as GestureId,
  ops: packOps([
    { op: 'put', element: { id: `${seq % 50}`.padEnd(21, '_') as ElementId, type: 'group', order: 'a0', seq } },
  ]),
})
const RECORDS = Array.from({ length: LENGTH }, (_, i) => record(i + 1))

function folded(seq: number): BoardDocument {
  const document = new BoardDocument()
  foldRecords(document, RECORDS.slice(0, seq))
  return document
}

/** A log with snapshots at some seqs, which counts what is read of it. */
class CountingLog {
  read = 0
  folds = 0
  floor = 0

  constructor(private readonly snapshots: readonly number[] = []) {}

  readonly snapshot = async (_board: BoardId, epoch: Epoch, atMost = LENGTH): Promise<StoredSnapshot | undefined> => {
    const seq = this.snapshots.findLast((one) => one <= atMost)
    if (seq === undefined) return undefined
    const document = folded(seq)
    return { epoch, seq, hash: document.hash, bytes: packSnapshot(document) }
  }

  readonly records = async (_board: BoardId, _epoch: Epoch, after: number, limit: number): Promise<BatchRecord[]> => {
    const found = after < this.floor ? [] : RECORDS.slice(after, after + limit)
    this.read += found.length
    return found
  }

  /** The real work, on this thread. */
  readonly thread = {
    run: async (_kind: 'refold', document: StoredDocument) => {
      this.folds++
      return refolded(foldedDocument(document))
    },
  } as Pick<DocumentThread, 'run'>
}

const hashOf = async (documents: PastDocuments, seq: number): Promise<string | undefined> => {
  const document = await documents.get(BOARD, EPOCH, seq)
  return document && document !== 'busy' ? unpackSnapshot(document.plain).hash : undefined
}

test('a document is the fold of the log up to its seq, from the nearest snapshot', async () => {
  const log = new CountingLog([1_000, 4_000])
  const documents = new PastDocuments(log, log.thread)
  for (const seq of [0, 1, 999, 1_000, 1_001, 3_999, 4_000, 5_000]) {
    expect(await hashOf(documents, seq), `${seq}`).toBe(folded(seq).hash)
  }
  expect(log.read).toBeLessThan(999 + 999 + 3_000 + 1_000)
})

test('whoever goes on from what was shown reads only what lies between', async () => {
  const log = new CountingLog()
  const documents = new PastDocuments(log, log.thread)
  for (let seq = 500; seq <= LENGTH; seq += 500) expect(await hashOf(documents, seq)).toBe(folded(seq).hash)
  expect(log.read).toBe(LENGTH)
})

test('who asks for the same at once gets the same, and memory keeps it', async () => {
  const log = new CountingLog()
  const documents = new PastDocuments(log, log.thread)
  const [one, two] = await Promise.all([documents.get(BOARD, EPOCH, 300), documents.get(BOARD, EPOCH, 300)])
  expect(one).toBe(two)
  expect(await documents.get(BOARD, EPOCH, 300)).toBe(one)
  expect(log.folds).toBe(1)
})

test('what memory has no room for is folded again', async () => {
  const log = new CountingLog()
  const documents = new PastDocuments(log, log.thread, 1)
  for (let i = 0; i < 2; i++) expect(await hashOf(documents, 300)).toBe(folded(300).hash)
  expect(log.folds).toBe(2)
})

test('too many at once are told to come again, and those that wait are served', async () => {
  const log = new CountingLog()
  const documents = new PastDocuments(log, log.thread)
  const answers = await Promise.all(Array.from({ length: 150 }, (_, i) => documents.get(BOARD, EPOCH, i + 1)))
  expect(answers.filter((answer) => answer === 'busy').length).toBeGreaterThan(0)
  expect(answers.filter((answer) => answer && answer !== 'busy').length).toBeGreaterThan(100)
  expect(await hashOf(documents, 150)).toBe(folded(150).hash)
})

test('what is pruned is no document, and never half of one', async () => {
  const log = new CountingLog([3_000])
  log.floor = 3_000
  const documents = new PastDocuments(log, log.thread)
  expect(await documents.get(BOARD, EPOCH, 2_999)).toBeUndefined()
  expect(await hashOf(documents, 3_000)).toBe(folded(3_000).hash)
  expect(await hashOf(documents, 3_001)).toBe(folded(3_001).hash)
})
