import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { givePassword } from '../apps/realtime/src/accounts/new-password.ts'
import { openDatabase } from '../apps/realtime/src/database/database.ts'
import { settings } from '../apps/realtime/src/settings.ts'
import { embeddedUrl } from './database-place.ts'
import { StartError } from './start-error.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Gives an account a new password and prints it, for the operator to hand over.
 *
 * @throws StartError with one clear line
 */
export async function resetPassword(email: string): Promise<void> {
  if (!email.includes('@')) {
    throw new StartError('Name the account by its e-mail address: npm run reset-password -- ann@example.org')
  }
  const { databaseUrl, dataDir } = settings(process.env)
  const url = databaseUrl ?? embeddedUrl(resolve(root, dataDir))
  if (url === null) throw new StartError(`There is no database in ${dataDir} yet: start Inkwire first.`)
  const database = openDatabase(url)
  try {
    await database.$queryRaw`SELECT 1`
  } catch {
    throw new StartError('The database does not answer: start Inkwire first, and run this beside it.')
  }
  try {
    const password = await givePassword(database, email)
    if (password === undefined) throw new StartError(`There is no account of ${email}.`)
    console.log(
      `New password of ${email}: ${password}\nAll their sessions are over. They can change it on their account page.`,
    )
  } finally {
    await database.$disconnect()
  }
}
