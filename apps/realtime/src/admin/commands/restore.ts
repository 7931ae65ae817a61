import { resolve } from 'node:path'
import pg from 'pg'
import { Secrets } from '../../access/secrets.ts'
import { AssetFiles } from '../../assets/asset-files.ts'
import { migrate } from '../../database/migrate.ts'
import { renewEpochs } from '../../database/new-epochs.ts'
import { AdminError } from '../admin-error.ts'
import { copyImage } from '../backup/images.ts'
import { imagesFolder, type Manifest, readManifest, tableFile } from '../backup/manifest.ts'
import { checkTable, readTable, tablesInOrder } from '../backup/tables.ts'
import type { AdminContext, Command } from '../command.ts'
import { appliedMigrations, inTransaction, knownMigrations, withSession } from '../schema.ts'

/** Brings back what `back-up` wrote, all of it, under new epochs. */
export const restore: Command = {
  usage: '<folder> [--replace] [--other-secret]',
  about: 'brings back all of a backup, in place of what is there',
  options: { replace: { type: 'boolean' }, 'other-secret': { type: 'boolean' } },
  words: { least: 1, most: 1 },
  anyDatabase: true,
  async run(context, { words: [name = ''], flag }) {
    const { databaseUrl, migrations, say } = context
    const folder = resolve(name)
    const manifest = await readManifest(folder)
    const otherSecret = isOtherSecret(context, manifest)
    if (otherSecret && !flag('other-secret')) {
      throw new AdminError(
        'The backup was made with another SECRET: set that one, or say --other-secret. Then all links get new keys, guests are not known any more, and accounts sign in anew.',
      )
    }
    const known = await knownMigrations(migrations)
    const newer = manifest.migrations.find((one) => !known.includes(one))
    if (newer) throw new AdminError(`The backup is of a newer Inkwire (its database has ${newer}): use that one.`)
    if (!flag('replace') && (await holdsPeople(databaseUrl))) {
      throw new AdminError('The database is in use. To have the backup in place of all that is in it, say --replace.')
    }

    // Before anything is given up for it.
    for (const table of manifest.tables) await checkTable(table, tableFile(folder, table.name))
    await prepareSchema(context, manifest)
    const lost = await restoreImages(context, manifest, folder)
    const boards = await withSession(databaseUrl, (client) =>
      inTransaction(client, 'READ WRITE', async () => {
        const tables = (await tablesInOrder(client)).map(({ name: table }) => pg.escapeIdentifier(table))
        await client.query(`TRUNCATE ${tables.join(', ')}`)
        for (const table of manifest.tables) await readTable(client, table, tableFile(folder, table.name))
        if (otherSecret && context.secret !== undefined) await newLinkKeys(client, new Secrets(context.secret))
        return renewEpochs(client)
      }),
    )
    await migrate(databaseUrl, migrations)
    say(`${boards} boards of ${manifest.madeAt} are back, under new epochs: pages that are open load them anew.`)
    for (const id of lost) say(`NOT RESTORED: the image ${id} is missing or damaged in the backup`)
    return lost.length === 0
  },
}

function isOtherSecret({ secret, say }: AdminContext, { secretMark }: Manifest): boolean {
  if (secretMark !== null && secret !== undefined) return new Secrets(secret).mark !== secretMark
  say('It is not known whether SECRET is the one of the backup: if it is another one, links do not work.')
  return false
}

function holdsPeople(url: string): Promise<boolean> {
  return withSession(url, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('"Person"') IS NOT NULL AS there`)
    if (!rows[0]?.there) return false
    return ((await client.query('SELECT FROM "Person" LIMIT 1')).rowCount ?? 0) > 0
  })
}

/** The tables as they were when the backup was made: what later migrations do with rows they have to do with these, too. */
async function prepareSchema({ databaseUrl, migrations }: AdminContext, manifest: Manifest): Promise<void> {
  const applied = await appliedMigrations(databaseUrl)
  const more = applied?.some((name) => !manifest.migrations.includes(name)) ?? false
  if (more) {
    await withSession(databaseUrl, async (client) => {
      const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_schema()) AS name')
      const schema = rows[0]?.name ?? 'public'
      await inTransaction(client, 'READ WRITE', () =>
        client.query(`DROP SCHEMA ${schema} CASCADE; CREATE SCHEMA ${schema}`),
      )
    })
  }
  await migrate(databaseUrl, migrations, new Set(manifest.migrations))
}

async function restoreImages({ assetsDir }: AdminContext, { images }: Manifest, folder: string): Promise<string[]> {
  const [from, to] = [new AssetFiles(imagesFolder(folder)), new AssetFiles(assetsDir)]
  const lost: string[] = []
  for (const { id } of images) if (!(await copyImage(id, from, to))) lost.push(id)
  return lost
}

/** What was sealed with another SECRET can't be opened any more. Whoever came with the old key keeps their access. */
async function newLinkKeys(client: pg.Client, secrets: Secrets): Promise<void> {
  const { rows } = await client.query<{ id: string }>('SELECT "id" FROM "Board"')
  for (const { id } of rows) {
    const sealed = Buffer.from(secrets.sealLinkKey(secrets.newLinkKey()))
    await client.query('UPDATE "Board" SET "linkKey" = $2 WHERE "id" = $1', [id, sealed])
  }
}
