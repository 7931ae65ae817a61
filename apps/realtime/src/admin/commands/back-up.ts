import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Secrets } from '../../access/secrets.ts'
import { AssetFiles } from '../../assets/asset-files.ts'
import { AdminError } from '../admin-error.ts'
import { copyImage } from '../backup/images.ts'
import { imagesFolder, type Manifest, manifestFile, tableFile } from '../backup/manifest.ts'
import { tablesInOrder, writeTable } from '../backup/tables.ts'
import type { AdminContext, Command } from '../command.ts'
import { appliedMigrations, inTransaction, withSession } from '../schema.ts'

/** All boards, accounts and images into a new folder, as they are at one moment, while people draw. */
export const backUp: Command = {
  usage: '<new folder>',
  about: 'all boards, people and images into a folder, while Inkwire runs',
  options: {},
  words: { least: 1, most: 1 },
  // Before an upgrade, by the new version, is a good moment.
  anyDatabase: true,
  async run(context, { words: [name = ''] }) {
    const folder = resolve(name)
    if (existsSync(folder)) throw new AdminError(`${folder} is there already: name a folder that is not.`)
    // Under another name until it is whole.
    const draft = `${folder}.draft`
    await rm(draft, { recursive: true, force: true })
    await mkdir(dirname(tableFile(draft, 'any')), { recursive: true, mode: 0o700 })
    const { made, missing } = await write(context, draft).catch(async (error) => {
      await rm(draft, { recursive: true, force: true })
      throw error
    })
    const file = await open(manifestFile(draft), 'wx', 0o600)
    await file.writeFile(`${JSON.stringify(made, null, 2)}\n`)
    await file.sync()
    await file.close()
    await rename(draft, folder)
    const rows = made.tables.reduce((sum, table) => sum + table.rows, 0)
    const boards = made.tables.find((table) => table.name === 'Board')?.rows ?? 0
    context.say(`${folder}: ${boards} boards, ${rows} rows, ${made.images.length} images`)
    for (const id of missing)
      context.say(`NOT BACKED UP: the image ${id} is missing or damaged in ${context.assetsDir}`)
    if (made.secretMark === null)
      context.say('Keep SECRET, too: without it links and cookies of this backup are worth nothing.')
    else context.say('Keep SECRET (the file `secret` in DATA_DIR), too: links and cookies need it.')
    return missing.length === 0
  },
}

interface Written {
  readonly made: Manifest
  /** Images that are not where they should be. */
  readonly missing: readonly string[]
}

async function write({ databaseUrl, assetsDir, secret }: AdminContext, folder: string): Promise<Written> {
  const migrations = await appliedMigrations(databaseUrl)
  if (!migrations) throw new AdminError('The database is empty: there is nothing to back up.')
  const { tables, listed } = await withSession(databaseUrl, (client) =>
    inTransaction(client, 'READ ONLY', async () => {
      const written: Manifest['tables'] = []
      for (const table of await tablesInOrder(client)) {
        written.push(await writeTable(client, table, tableFile(folder, table.name)))
      }
      const { rows } = await client.query<{ id: string; bytes: number }>('SELECT "id", "bytes" FROM "Asset" ORDER BY 1')
      return { tables: written, listed: rows }
    }),
  )
  // After the rows: then no row names an image that came later. One that was removed since is not needed, or comes up as missing.
  const [from, to] = [new AssetFiles(assetsDir), new AssetFiles(imagesFolder(folder))]
  const images: Manifest['images'] = []
  const missing: string[] = []
  for (const { id, bytes } of listed) {
    if (await copyImage(id, from, to)) images.push({ id, bytes })
    else missing.push(id)
  }
  const secretMark = secret === undefined ? null : new Secrets(secret).mark
  const made = { format: 'inkwire-backup', version: 1, madeAt: new Date().toISOString() } as const
  return { made: { ...made, migrations: [...migrations], secretMark, tables, images }, missing }
}
