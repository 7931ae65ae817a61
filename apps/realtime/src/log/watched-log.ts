import type { Metrics } from '../metrics/metrics.ts'
import type { Tracing } from '../tracing/tracing.ts'
import type { Log } from './log.ts'

/** The log, whose commits are counted, timed and traced. */
export function watchedLog(log: Log, metrics: Pick<Metrics, 'committed'>, tracing: Tracing): Log {
  return {
    async commit(batch) {
      const begun = performance.now()
      const verdict = await tracing.around('commit', { 'inkwire.board': batch.board }, () => log.commit(batch))
      metrics.committed(verdict.kind, (performance.now() - begun) / 1_000)
      return verdict
    },
    heads: (boards) => log.heads(boards),
    records: (board, epoch, after, limit) => log.records(board, epoch, after, limit),
    snapshot: (board, epoch, atMost) => log.snapshot(board, epoch, atMost),
    erased: (board) => log.erased(board),
    keepSnapshot: (board, snapshot) => log.keepSnapshot(board, snapshot),
  }
}
