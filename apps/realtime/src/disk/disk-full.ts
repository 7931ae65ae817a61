import { sqlState } from '../database/database.ts'

/** Errors of a file system that has no room left. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** PostgreSQL's disk_full. */
const SQL_FULL = '53100'

/** Whether something failed because a disk is full, the database's or this machine's. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof DiskFullError || sqlState(error) === SQL_FULL) return true
  return error instanceof Error && 'code' in error && FULL.has(String(error.code))
}

/** Not even tried: what room is left is kept back for the database. */
export class DiskFullError extends Error {
  override name = 'DiskFullError'

  constructor() {
    super('the disk is full')
  }
}
