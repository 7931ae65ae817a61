import pg from 'pg'

/** A process of PostgreSQL that has nothing to do tells what it counted last after ten seconds, in ms. */
const TOLD_MS = 12_000

/** How often a table was read, by index or from end to end, since the database was made. */
export async function countReads(url: string, table: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, TOLD_MS))
  const [row] = await ask(
    url,
    'SELECT seq_scan + coalesce(idx_scan, 0) AS n FROM pg_stat_user_tables WHERE relname = $1',
    [table],
  )
  return Number(row?.n)
}

/** Batches in the log for each transaction that committed some. */
export async function groupSize(url: string): Promise<number> {
  const [row] = await ask(url, 'SELECT count(*)::float / count(DISTINCT xmin::text) AS n FROM "Batch"', [])
  return Number(row?.n)
}

async function ask(url: string, sql: string, values: readonly string[]): Promise<readonly { readonly n: unknown }[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql, [...values])).rows
  } finally {
    await client.end()
  }
}
