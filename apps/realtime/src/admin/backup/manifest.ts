import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { AdminError } from '../admin-error.ts'

/** Written last: a folder without it is no backup. */
const FILE = 'backup.json'

const manifest = z.object({
  format: z.literal('inkwire-backup'),
  version: z.literal(1),
  madeAt: z.string(),
  /** Of the database that it is of. */
  migrations: z.array(z.string().regex(/^[\w-]+$/)),
  /** Tells whether a SECRET is the one of then, and nothing else of it; null: it was not known. */
  secretMark: z.nullable(z.string()),
  /** Those that others refer to come first. */
  tables: z.array(
    z.object({
      name: z.string().regex(/^\w+$/),
      columns: z.array(z.string()),
      rows: z.int().min(0),
      /** SHA-256 of the rows as COPY wrote them. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  images: z.array(z.object({ id: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(0) })),
})

export type Manifest = z.infer<typeof manifest>
export type TableCopy = Manifest['tables'][number]

export const manifestFile = (folder: string): string => join(folder, FILE)
export const tableFile = (folder: string, table: string): string => join(folder, 'tables', `${table}.copy.gz`)
export const imagesFolder = (folder: string): string => join(folder, 'images')

/** Throws AdminError for a folder that holds no whole backup. */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string
  try {
    text = await readFile(manifestFile(folder), 'utf8')
  } catch {
    throw new AdminError(`${folder} is no backup: there is no ${FILE} in it.`)
  }
  try {
    return manifest.parse(JSON.parse(text))
  } catch {
    throw new AdminError(`${manifestFile(folder)} can't be read: it is damaged, or of a newer Inkwire.`)
  }
}
