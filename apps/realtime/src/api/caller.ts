import type { Person } from '@inkwire/board'
import { type ErrorCode, type Refusal, refusal } from '@inkwire/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts, SignedIn } from '../accounts/accounts.ts'

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

/** Who calls. Throws ApiRefusal when there is no session. */
export async function caller(accounts: Accounts, request: FastifyRequest, reply: FastifyReply): Promise<Person> {
  const signedIn = await accounts.signedIn(request.headers)
  if (!signedIn) throw new ApiRefusal('session.missing')
  sendCookies(reply, signedIn)
  return signedIn.person
}
