import type { Database } from '../../apps/realtime/src/database/database.ts'

/** Bytes in the database, indexes included. */
export interface DiskUse {
  readonly log: number
  readonly snapshots: number
  /** How many. */
  readonly snapshotRows: number
}

/** Of all boards together. */
export async function diskUse(database: Database): Promise<DiskUse> {
  const [row] = await database.$queryRaw<{ log: bigint; snapshots: bigint; rows: bigint }[]>`
    SELECT pg_total_relation_size('"Batch"') AS log, pg_total_relation_size('"Snapshot"') AS snapshots,
      (SELECT count(*) FROM "Snapshot") AS rows`
  if (row === undefined) throw new Error('the database did not tell its size')
  return { log: Number(row.log), snapshots: Number(row.snapshots), snapshotRows: Number(row.rows) }
}

export function grown(after: DiskUse, before: DiskUse): DiskUse {
  return {
    log: after.log - before.log,
    snapshots: after.snapshots - before.snapshots,
    snapshotRows: after.snapshotRows - before.snapshotRows,
  }
}
