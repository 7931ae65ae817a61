import { packSnapshot } from '@inkwire/board'
import type { Log } from '@inkwire/realtime/log/log.ts'
import { copyDocument } from '@inkwire/sync'
import type { Sabotage } from './world.ts'

/** Faults that were put into the code on purpose: a simulator that does not notice them proves nothing. */
export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'acknowledges before the commit': {
    log: (log) => {
      let last = 0
      return changed(log, {
        async commit(batch) {
          const committing = log.commit(batch)
          committing.then((verdict) => {
            if ('seq' in verdict) last = Math.max(last, verdict.seq)
          })
          return { kind: 'committed', seq: last + 1, at: Date.now() }
        },
      })
    },
  },
  'takes an error of the database for a success': {
    log: (log) => {
      let last = 0
      return changed(log, {
        async commit(batch) {
          const verdict = await log.commit(batch)
          if ('seq' in verdict) last = Math.max(last, verdict.seq)
          return verdict.kind === 'busy' ? { kind: 'committed', seq: last + 1, at: Date.now() } : verdict
        },
      })
    },
  },
  'forgets which numbers an actor has sent': { database: { forgetsNumbers: true } },
  'forgets what it has pruned': { database: { forgetsPruned: true } },
  'lets back in what was erased': { log: (log) => changed(log, { erased: async () => new Set() }) },
  'takes the batches of an actor in any order': { database: { forgetsOrder: true } },
  'skips a batch where it reads a hole': {
    log: (log) =>
      changed(log, {
        async records(board, epoch, after, limit) {
          const records = await log.records(board, epoch, after, limit)
          if (records.length < 3) return records
          // The one in the middle takes the place of its neighbour: seqs without a hole, content with one.
          return records.map((record, i) => (i === 1 ? { ...record, ops: records[0]?.ops ?? record.ops } : record))
        },
      }),
  },
  'loses one in twenty of the changes that a page keeps': {
    kept: (disk, { actor, number }) => {
      for (const [key, { batch }] of disk.rows) {
        if (number % 20 === 7 && batch.actor === actor && batch.number === number) disk.rows.delete(key)
      }
    },
  },
  'keeps copies of boards under the seq before': {
    copies: (copies) => ({
      has: (board) => copies.has(board),
      list: () => copies.list(),
      open: async (board) => {
        const copy = await copies.open(board)
        const [last] = copy?.tails.slice(-1) ?? []
        if (!copy || !last || last.from === last.to) return copy
        try {
          // The document of all of them, said to be that of one less.
          const { document, seq } = copyDocument(copy)
          const base = { seq: seq - 1, hash: document.hash, bytes: packSnapshot(document) }
          return { ...copy, base, tails: [] }
        } catch {
          // Damaged by what was opened so before.
          return copy
        }
      },
      keep: (board, part) => copies.keep(board, part),
      forget: (board) => copies.forget(board),
      release: () => copies.release(),
    }),
  },
  'writes snapshots under the seq after': {
    log: (log) =>
      changed(log, {
        keepSnapshot: (board, snapshot) => log.keepSnapshot(board, { ...snapshot, seq: snapshot.seq + 1 }),
      }),
  },
}

function changed(log: Log, change: Partial<Log>): Log {
  return {
    commit: (batch) => log.commit(batch),
    heads: (boards) => log.heads(boards),
    records: (board, epoch, after, limit) => log.records(board, epoch, after, limit),
    snapshot: (board, epoch, atMost) => log.snapshot(board, epoch, atMost),
    erased: (board) => log.erased(board),
    keepSnapshot: (board, snapshot) => log.keepSnapshot(board, snapshot),
    ...change,
  }
}
