import type { BoardId, Person } from '@inkwire/board'
import { type ErrorCode, type Refusal, type Role, refusal } from '@inkwire/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignedIn } from '../accounts/accounts.ts'

const STATUS: { readonly [code in ErrorCode]?: number } = {
  'board.unknown': 404,
  'access.denied': 403,
  'access.password': 403,
  'origin.refused': 403,
  'session.missing': 401,
  'asset.too_large': 413,
  'asset.dimensions': 422,
  'asset.invalid': 415,
  'asset.unknown': 404,
  'asset.board_full': 409,
  'asset.person_full': 409,
  'boards.too_many': 409,
  'account.exists': 409,
  'account.credentials': 403,
  'account.attempts': 429,
  'account.provider': 404,
  'account.unknown': 404,
  'folder.unknown': 404,
  'rate.limited': 429,
  'server.full': 507,
  'server.busy': 503,
  'server.fault': 500,
}

/** A request that is refused; becomes its answer. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal'
  readonly refusal: Refusal
  readonly status: number

  constructor(code: ErrorCode, detail?: string) {
    super(code)
    this.refusal = refusal(code, detail)
    this.status = STATUS[code] ?? 400
  }
}

/** Sends the cookies of a session that was made or renewed. */
export function sendCookies(reply: FastifyReply, { cookies }: Pick<SignedIn, 'cookies'>): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie)
}

/** What is known of a request for one board when its route is run: who asks, and what they may do there. */
export interface Entry {
  readonly person: Person
  readonly board: BoardId
  readonly role: Role
  /** The board is in the trash; then this is its owner. */
  readonly trashed: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, as the guard found; null where the route needs nothing. */
    caller: Person | null
    /** Null where the route needs no role. */
    entry: Entry | null
  }
}

/** Who asks. Throws where the table says that the route needs nothing: a mistake in the code. */
export function callerOf({ caller, routeOptions }: FastifyRequest): Person {
  if (!caller) throw new Error(`${routeOptions.url} asks who calls, and needs nothing`)
  return caller
}

/** Who asks for which board, and what they may do there. Throws where the table says that the route needs no role: a mistake in the code. */
export function entryOf({ entry, routeOptions }: FastifyRequest): Entry {
  if (!entry) throw new Error(`${routeOptions.url} asks for a role, and needs none`)
  return entry
}
