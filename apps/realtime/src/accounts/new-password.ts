import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { nanoid } from 'nanoid'
import type { Database } from '../database/database.ts'

/** 120 bits, to be read out and typed once. */
const PASSWORD_BYTES = 15

/**
 * Gives an account a new password and ends its sessions. There is no mail server, so the operator hands it over.
 *
 * @returns the password; undefined: nobody has an account with this address
 */
export async function givePassword(database: Database, address: string): Promise<string | undefined> {
  const email = address.trim().toLowerCase()
  const user = await database.user.findUnique({ where: { email } })
  if (!user || user.isAnonymous) return undefined
  const password = randomBytes(PASSWORD_BYTES).toString('base64url')
  const hash = await hashPassword(password)
  const where = { userId: user.id, providerId: 'credential' }
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.account.updateMany({ where, data: { password: hash } })
    if (count === 0) {
      await transaction.account.create({ data: { id: nanoid(), accountId: user.id, ...where, password: hash } })
    }
    await transaction.session.deleteMany({ where: { userId: user.id } })
  })
  return password
}
