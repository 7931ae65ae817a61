import type { IncomingHttpHeaders } from 'node:http'
import type { Person, PersonId } from '@inkwire/board'
import { type AccountSummary, type ErrorCode, LIMITS, type PersonChange } from '@inkwire/protocol'
import { APIError } from 'better-auth/api'
import { verifyPassword } from 'better-auth/crypto'
import { nanoid } from 'nanoid'
import type { Database } from '../database/database.ts'
import { guestArrives } from './arrival.ts'
import { type Auth, createAuth, PROVIDER, type Provider } from './auth.ts'
import { guestName } from './guest-name.ts'
import { KnownSessions } from './known-sessions.ts'
import { removePerson } from './removal.ts'

export interface AccountsOptions {
  readonly database: Database
  readonly secret: string
  /** Where people reach the service; cookies are `Secure` where it is https. */
  readonly publicUrl: string
  readonly provider: Provider | undefined
  /** Sessions were ended: connections that they opened close, on all instances. */
  readonly sessionsEnded: () => void
  readonly report: (message: string, details: object) => void
}

/** Who somebody is, and cookies to send back (when a session was made or renewed). */
export interface SignedIn {
  readonly person: Person
  /** The session's id, which no cookie holds. */
  readonly session: string
  readonly cookies: readonly string[]
}

/** What became of something that a person asked for. */
export type Asked<Result> =
  | { readonly ok: true; readonly result: Result; readonly cookies: readonly string[] }
  | { readonly ok: false; readonly code: ErrorCode }

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** better-auth keeps sessions, passwords and cookies; the person is our own row and outlives them. */
export class Accounts {
  private readonly auth: Auth
  private readonly database: Database
  private readonly known: KnownSessions

  constructor(private readonly options: AccountsOptions) {
    const { database } = options
    this.database = database
    this.known = new KnownSessions(database)
    this.auth = createAuth({ ...options, guestArrived: (guest, user) => guestArrives(database, guest, user) })
  }

  /** The person of a request's cookie; undefined when there is no valid session. Rejects when the database can't be reached. */
  async signedIn(headers: IncomingHttpHeaders): Promise<SignedIn | undefined> {
    if (!headers.cookie) return undefined
    const { authCookies, secret } = await this.auth.$context
    const known = await this.known.find(headers.cookie, { name: authCookies.sessionToken.name, secret })
    if (known) return { ...known, cookies: [] }
    const { headers: answer, response } = await this.auth.api.getSession({
      headers: cookieOf(headers),
      returnHeaders: true,
    })
    if (!response) return undefined
    const person = await this.personOf(response.user)
    return { person, session: response.session.id, cookies: answer.getSetCookie() }
  }

  /** Makes a guest: a session, and a person with a name and a colour. */
  async signInAsGuest(): Promise<{ readonly person: Person; readonly cookies: readonly string[] }> {
    const { headers, response } = await this.auth.api.signInAnonymous({ headers: new Headers(), returnHeaders: true })
    if (!response) throw new Error('better-auth made no session')
    return { person: await this.newPerson({ ...response.user, isAnonymous: true }), cookies: headers.getSetCookie() }
  }

  async change(person: PersonId, change: PersonChange): Promise<Person> {
    const row = await this.database.person.update({ where: { id: person }, data: change })
    return toPerson(row)
  }

  /** How the caller signs in; null for a guest. */
  async account(headers: IncomingHttpHeaders): Promise<AccountSummary | null> {
    const session = await this.auth.api.getSession({ headers: cookieOf(headers) })
    if (!session || session.user.isAnonymous) return null
    const rows = await this.database.account.findMany({
      where: { userId: session.user.id },
      select: { providerId: true },
    })
    return {
      email: session.user.email,
      password: rows.some(({ providerId }) => providerId === 'credential'),
      provider: rows.some(({ providerId }) => providerId === PROVIDER),
    }
  }

  /** Makes an account. A guest becomes it, with all that is theirs. */
  async signUp(
    headers: IncomingHttpHeaders,
    { name, ...credentials }: Credentials & { readonly name: string },
  ): Promise<Asked<Person>> {
    const asked = await this.arrive(headers, (guest) =>
      this.auth.api.signUpEmail({ body: { name, ...credentials }, headers: guest, returnHeaders: true }),
    )
    if (!asked.ok || asked.result.name === name) return asked
    return { ...asked, result: await this.change(asked.result.id, { name }) }
  }

  /** Signs in to an account that is there. What a guest had comes along. */
  async signIn(headers: IncomingHttpHeaders, credentials: Credentials): Promise<Asked<Person>> {
    return this.arrive(headers, (guest) =>
      this.auth.api.signInEmail({ body: credentials, headers: guest, returnHeaders: true }),
    )
  }

  /** Ends the caller's session. Returns the cookies that go. */
  async signOut(headers: IncomingHttpHeaders): Promise<readonly string[]> {
    const { headers: answer } = await this.auth.api.signOut({ headers: cookieOf(headers), returnHeaders: true })
    this.options.sessionsEnded()
    return answer.getSetCookie()
  }

  /** Ends all sessions of the caller, on whatever device. Returns the cookies that go. */
  async signOutEverywhere(headers: IncomingHttpHeaders): Promise<readonly string[]> {
    const session = await this.auth.api.getSession({ headers: cookieOf(headers) })
    if (session) await this.database.session.deleteMany({ where: { userId: session.user.id } })
    return this.signOut(headers)
  }

  /** The guests that became this person, newest first. */
  async guestsOf(person: PersonId): Promise<readonly PersonId[]> {
    const rows = await this.database.person.findMany({
      where: { mergedInto: person },
      orderBy: { createdAt: 'desc' },
      take: GUESTS,
      select: { id: true },
    })
    return rows.map(({ id }) => id as PersonId)
  }

  /** A password for an account that has none, as it came by the provider. All other sessions end. */
  async setPassword(headers: IncomingHttpHeaders, password: string): Promise<Asked<null>> {
    const session = await this.auth.api.getSession({ headers: cookieOf(headers) })
    if (!session || session.user.isAnonymous) return { ok: false, code: 'account.credentials' }
    return this.ask(async () => {
      await this.auth.api.setPassword({ body: { newPassword: password }, headers: cookieOf(headers) })
      const others = { userId: session.user.id, id: { not: session.session.id } }
      await this.database.session.deleteMany({ where: others })
      this.options.sessionsEnded()
      return { result: null, cookies: [] }
    })
  }

  /** Another password, for whoever knows the one before. All other sessions end. */
  async changePassword(headers: IncomingHttpHeaders, before: string, after: string): Promise<Asked<null>> {
    return this.ask(async () => {
      const { headers: answer } = await this.auth.api.changePassword({
        body: { currentPassword: before, newPassword: after, revokeOtherSessions: true },
        headers: cookieOf(headers),
        returnHeaders: true,
      })
      this.options.sessionsEnded()
      return { result: null, cookies: answer.getSetCookie() }
    })
  }

  /**
   * Where the provider asks who somebody is; on the way back the browser comes to `callback`, then to `back`.
   *
   * @param back a path of ours
   */
  async toProvider(headers: IncomingHttpHeaders, back: string): Promise<Asked<string>> {
    const body = { provider: PROVIDER, callbackURL: back, errorCallbackURL: '/account', disableRedirect: true }
    const account = await this.account(headers)
    return this.ask(async () => {
      const asked = { headers: cookieOf(headers), returnHeaders: true } as const
      const { headers: answer, response } = account
        ? await this.auth.api.linkSocialAccount({ body, ...asked })
        : await this.auth.api.signInSocial({ body, ...asked })
      if (!response.url) throw new Error('the provider has no address')
      return { result: response.url, cookies: answer.getSetCookie() }
    })
  }

  /** The browser comes back from the provider: the answer is the library's, a redirect. */
  async callback(url: URL, headers: IncomingHttpHeaders): Promise<Response> {
    const live = await this.auth.api.getSession({ headers: cookieOf(headers) })
    const cookie = live ? headers.cookie : withoutSession(headers.cookie)
    const answer = await this.auth.handler(new Request(url, { headers: cookieOf({ cookie }) }))
    this.options.sessionsEnded()
    return answer
  }

  /** Deletes the caller, as removal.ts says. Whoever signs in with a password has to give it. */
  async remove(headers: IncomingHttpHeaders, password: string | undefined): Promise<Asked<null>> {
    const session = await this.auth.api.getSession({ headers: cookieOf(headers) })
    if (!session) return { ok: false, code: 'session.missing' }
    const where = { userId: session.user.id, providerId: 'credential' }
    const hash = (await this.database.account.findFirst({ where }))?.password
    if (hash && !(password !== undefined && (await verifyPassword({ hash, password })))) {
      return { ok: false, code: 'account.credentials' }
    }
    await removePerson(this.database, (await this.personOf(session.user)).id)
    return { ok: true, result: null, cookies: await this.signOut(headers) }
  }

  /** Whoever has an account with an e-mail address. */
  async personWith(email: string): Promise<Person | undefined> {
    const user = await this.database.user.findUnique({ where: { email: email.toLowerCase() } })
    return user && !user.isAnonymous ? this.personOf(user) : undefined
  }

  private async arrive(
    headers: IncomingHttpHeaders,
    enter: (guest: Headers) => Promise<{
      readonly headers: Headers
      readonly response: { readonly user: { readonly id: string; readonly name: string } }
    }>,
  ): Promise<Asked<Person>> {
    const before = await this.auth.api.getSession({ headers: cookieOf(headers) })
    const guest = before?.user.isAnonymous ? cookieOf(headers) : new Headers()
    const asked = await this.ask(async () => {
      const { headers: answer, response } = await enter(guest)
      return { result: await this.personOf(response.user), cookies: answer.getSetCookie() }
    })
    if (asked.ok) {
      // Its cookie is gone: nobody could end it any more. A guest's ended when the guest arrived.
      if (before) await this.database.session.deleteMany({ where: { id: before.session.id } })
      this.options.sessionsEnded()
    }
    return asked
  }

  private async ask<Result>(
    work: () => Promise<{ readonly result: Result; readonly cookies: readonly string[] }>,
  ): Promise<Asked<Result>> {
    try {
      return { ok: true, ...(await work()) }
    } catch (error) {
      const code = error instanceof APIError ? REFUSALS[String(error.body?.code)] : undefined
      if (!code) throw error
      return { ok: false, code }
    }
  }

  private async personOf(user: AuthUser): Promise<Person> {
    const row = await this.database.person.findUnique({ where: { userId: user.id } })
    return row ? toPerson(row) : this.newPerson(user)
  }

  /** Two first requests at once: the second finds what the first has made. */
  private async newPerson(user: AuthUser): Promise<Person> {
    const chosen = guestName()
    const name =
      user.isAnonymous || user.name.trim() === '' ? chosen.name : user.name.trim().slice(0, LIMITS.nameCharacters)
    const [row] = await this.database.ask<Person>(NEW_PERSON, [nanoid(), user.id, name, chosen.color])
    if (!row) throw new Error('the database made no person')
    return row
  }
}

/** The update changes nothing: without one nothing is returned of a row that was there. */
const NEW_PERSON = `
  INSERT INTO "Person" ("id", "userId", "name", "color") VALUES ($1, $2, $3, $4)
  ON CONFLICT ("userId") DO UPDATE SET "userId" = EXCLUDED."userId" RETURNING "id", "name", "color"`

/** As the library has them. */
interface AuthUser {
  readonly id: string
  readonly name: string
  readonly isAnonymous?: boolean | null | undefined
}

/** A browser has seen no more of a person's guests than this. */
const GUESTS = 100

/** What the library refuses, in our codes. */
const REFUSALS: { readonly [code: string]: ErrorCode } = {
  USER_ALREADY_EXISTS: 'account.exists',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'account.exists',
  INVALID_EMAIL_OR_PASSWORD: 'account.credentials',
  INVALID_PASSWORD: 'account.credentials',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'account.credentials',
  PASSWORD_ALREADY_SET: 'account.credentials',
  INVALID_EMAIL: 'account.invalid',
  PASSWORD_TOO_SHORT: 'account.invalid',
  PASSWORD_TOO_LONG: 'account.invalid',
  UNAUTHORIZED: 'session.missing',
  PROVIDER_NOT_FOUND: 'account.provider',
}

/** All that the library needs of a request: what a proxy or a page adds to it changes nothing. */
const cookieOf = ({ cookie }: IncomingHttpHeaders): Headers => new Headers(cookie ? { cookie } : {})

/** Of a session that is over the library would take back the cookie that it has just given. */
const withoutSession = (cookie: string | undefined): string | undefined =>
  cookie
    ?.split('; ')
    .filter((one) => !one.includes('inkwire.session_token='))
    .join('; ')

const toPerson = (row: { id: string; name: string; color: string }): Person => ({
  id: row.id as PersonId,
  name: row.name,
  color: row.color,
})
