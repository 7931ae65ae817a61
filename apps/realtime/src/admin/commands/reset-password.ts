import { givePassword } from '../../accounts/new-password.ts'
import { AdminError } from '../admin-error.ts'
import type { Command } from '../command.ts'

/** Gives an account a new password and prints it, for the operator to hand over. */
export const resetPassword: Command = {
  usage: '<e-mail address>',
  about: 'gives an account a new password and ends all of its sessions',
  options: {},
  words: { least: 1, most: 1 },
  async run({ database, say }, { words: [email = ''] }) {
    if (!email.includes('@'))
      throw new AdminError('Name the account by its e-mail address: reset-password ann@example.org')
    const password = await givePassword(database, email)
    if (password === undefined) throw new AdminError(`There is no account of ${email}.`)
    say(`New password of ${email}: ${password}`)
    say('All their sessions are over. They can change it on their account page.')
    return true
  },
}
