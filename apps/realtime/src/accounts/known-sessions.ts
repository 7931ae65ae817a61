import { createHmac } from 'node:crypto'
import type { Person, PersonId } from '@inkwire/board'
import { Gathered } from '../access/gathered.ts'
import { sameSecret } from '../access/secrets.ts'
import type { Database } from '../database/database.ts'
import { RENEW_SECONDS, SESSION_SECONDS } from './auth.ts'

/** How the accounts library names and signs the cookie of a session. */
export interface SessionCookie {
  readonly name: string
  readonly secret: string
}

/** A session that goes on as it is, and whose it is. */
export interface KnownSession {
  readonly person: Person
  readonly session: string
}

/** Its times have no zone; the library writes them in UTC. */
const SESSIONS = `
  SELECT s."token", s."id" AS "session", p."id", p."name", p."color"
  FROM "Session" s JOIN "Person" p ON p."userId" = s."userId"
  WHERE s."token" = ANY($1) AND s."expiresAt" AT TIME ZONE 'UTC' > to_timestamp($2::float8)`

interface SessionRow {
  readonly token: string
  readonly session: string
  readonly id: PersonId
  readonly name: string
  readonly color: string
}

/** All tokens are of one table. */
const ALL = 'sessions'

/**
 * Sessions that go on as they are, for all who ask in the same moment in one statement: a thousand pages that come at once show a cookie
 * twice each. Whatever else a cookie may be (none of ours, over, due to be renewed, of nobody yet) is the library's to judge, which takes
 * three statements of its own.
 */
export class KnownSessions {
  private readonly rows = new Gathered((_: typeof ALL, tokens: readonly string[]) => this.read(tokens))

  constructor(
    private readonly database: Pick<Database, 'ask'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Undefined: ask the library. Rejects when the database can't be reached. */
  async find(header: string, cookie: SessionCookie): Promise<KnownSession | undefined> {
    const token = tokenOf(header, cookie)
    return token === undefined ? undefined : ((await this.rows.get(ALL, token)) ?? undefined)
  }

  private async read(tokens: readonly string[]): Promise<ReadonlyMap<string, KnownSession | null>> {
    const notDue = this.now() / 1_000 + SESSION_SECONDS - RENEW_SECONDS
    const rows = await this.database.ask<SessionRow>(SESSIONS, [tokens, notDue])
    const known = new Map(
      rows.map(({ token, session, id, name, color }) => [token, { session, person: { id, name, color } }]),
    )
    return new Map(tokens.map((token) => [token, known.get(token) ?? null]))
  }
}

/** The token in a header of cookies, where it is there once and rightly signed. */
export function tokenOf(header: string, { name, secret }: SessionCookie): string | undefined {
  const [value, ...others] = header
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one.startsWith(`${name}=`))
    .map((one) => decoded(one.slice(name.length + 1)))
  if (value === undefined || others.length > 0) return undefined
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return sameSecret(value.slice(dot + 1), signature) ? token : undefined
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
