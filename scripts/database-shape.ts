import type pg from 'pg'

/** What belongs to people, and not to PostgreSQL or an extension. */
const OURS = `n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'`

const QUERIES = [
  `SELECT format('column %I.%I %I %s%s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(d.adbin, d.adrelid))
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND ${OURS}`,
  `SELECT format('relation %I.%I %s %s', n.nspname, c.relname, c.relkind, c.reloptions)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind <> 't' AND ${OURS}`,
  `SELECT format('index %s', pg_get_indexdef(i.indexrelid))
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS}`,
  // Those of NOT NULL have names since 18, and stand with their columns.
  `SELECT format('constraint %s %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.contype <> 'n' AND ${OURS}`,
  `SELECT format('function %s %s %s %s', p.oid::regprocedure, p.proconfig, l.lanname, md5(p.prosrc))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang WHERE ${OURS}`,
  `SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT t.tgisinternal`,
  `SELECT format('extension %s', extname) FROM pg_extension`,
]

/** What a database consists of besides its rows: a line for each column, index, constraint, function …, sorted. */
export async function shapeOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(
    QUERIES.map((query) => `SELECT line FROM (${query}) AS found (line)`).join(' UNION ALL '),
  )
  return rows.map(({ line }) => line).sort()
}
