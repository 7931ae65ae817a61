import type { IncomingHttpHeaders } from 'node:http'
import type { Person, PersonId } from '@inkwire/board'
import type { PersonChange } from '@inkwire/protocol'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { anonymous } from 'better-auth/plugins'
import { nanoid } from 'nanoid'
import type { Database } from '../database/database.ts'
import { guestName } from './guest-name.ts'

/** A guest has nothing but the cookie: it must outlast a summer. */
const SESSION_SECONDS = 365 * 24 * 60 * 60
/** The cookie is renewed on the first visit of a day. */
const RENEW_SECONDS = 24 * 60 * 60

export interface AccountsOptions {
  readonly database: Database
  readonly secret: string
  /** Where people reach the service; cookies are `Secure` where it is https. */
  readonly publicUrl: string
}

/** Who somebody is, and cookies to send back (when a session was made or renewed). */
export interface SignedIn {
  readonly person: Person
  readonly cookies: readonly string[]
}

/** better-auth keeps sessions and cookies; the person is our own row and outlives them. */
export class Accounts {
  private readonly auth
  private readonly database: Database

  constructor({ database, secret, publicUrl }: AccountsOptions) {
    this.database = database
    this.auth = betterAuth({
      database: prismaAdapter(database, { provider: 'postgresql' }),
      secret,
      baseURL: publicUrl,
      telemetry: { enabled: false },
      session: { expiresIn: SESSION_SECONDS, updateAge: RENEW_SECONDS },
      advanced: { cookiePrefix: 'inkwire', defaultCookieAttributes: { sameSite: 'lax', httpOnly: true } },
      plugins: [anonymous()],
    })
  }

  /** The person of a request's cookie; undefined when there is no valid session. Rejects when the database can't be reached. */
  async signedIn(headers: IncomingHttpHeaders): Promise<SignedIn | undefined> {
    if (!headers.cookie) return undefined
    const { headers: answer, response } = await this.auth.api.getSession({
      headers: new Headers({ cookie: headers.cookie }),
      returnHeaders: true,
    })
    if (!response) return undefined
    return { person: await this.personOf(response.user.id), cookies: answer.getSetCookie() }
  }

  /** Makes a guest: a session, and a person with a name and a colour. */
  async signInAsGuest(): Promise<SignedIn> {
    const { headers, response } = await this.auth.api.signInAnonymous({ headers: new Headers(), returnHeaders: true })
    if (!response) throw new Error('better-auth made no session')
    return { person: await this.personOf(response.user.id), cookies: headers.getSetCookie() }
  }

  async change(person: PersonId, change: PersonChange): Promise<Person> {
    const row = await this.database.person.update({ where: { id: person }, data: change })
    return toPerson(row)
  }

  private async personOf(userId: string): Promise<Person> {
    const row = await this.database.person.findUnique({ where: { userId } })
    if (row) return toPerson(row)
    // Two first requests at once: the second finds what the first has made.
    const made = await this.database.person.upsert({
      where: { userId },
      create: { id: nanoid(), userId, ...guestName() },
      update: {},
    })
    return toPerson(made)
  }
}

const toPerson = (row: { id: string; name: string; color: string }): Person => ({
  id: row.id as PersonId,
  name: row.name,
  color: row.color,
})
