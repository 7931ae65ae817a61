import {
  type AccountBody,
  accountRemoval,
  credentials,
  LIMITS,
  newAccount,
  type ProviderBody,
  passwordChange,
  providerRequest,
  type SessionBody,
} from '@inkwire/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Asked } from '../accounts/accounts.ts'
import { ACCOUNT_PATH, PROVIDER } from '../accounts/auth.ts'
import { countedAddress } from '../gateway/address.ts'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { ApiRefusal, callerOf, sendCookies } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/account: signing up, in and out, another password, the way over a provider. */
export const account: Route = (app, { accounts, provider, publicUrl, gateway, boardsLeft }) => {
  const attempts = new TokenBuckets(LIMITS.signInsPerMinute / 60, LIMITS.signInsPerMinute)
  const ofAddress = new TokenBuckets(LIMITS.signInsPerMinuteAndAddress / 60, LIMITS.signInsPerMinuteAndAddress)

  /** Throws ApiRefusal when an account or an address tries too often. */
  const limit = (request: FastifyRequest, who: string) => {
    if (!ofAddress.take(countedAddress(request.ip)) || !attempts.take(who.toLowerCase()))
      throw new ApiRefusal('account.attempts')
  }

  app.get(ACCOUNT_PATH, async (request, reply): Promise<AccountBody> => {
    reply.header('cache-control', 'no-store')
    const signedIn = await accounts.signedIn(request.headers)
    return {
      account: await accounts.account(request.headers),
      provider: provider ? { name: provider.name } : null,
      guests: signedIn ? await accounts.guestsOf(signedIn.person.id) : [],
    }
  })

  app.post(`${ACCOUNT_PATH}/sign-up`, async (request, reply): Promise<SessionBody> => {
    const parsed = newAccount.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('account.invalid')
    limit(request, parsed.data.email)
    const person = settled(await accounts.signUp(request.headers, parsed.data), reply)
    gateway.personChanged(person)
    return { person }
  })

  app.post(`${ACCOUNT_PATH}/sign-in`, async (request, reply): Promise<SessionBody> => {
    const parsed = credentials.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('account.credentials')
    limit(request, parsed.data.email)
    return { person: settled(await accounts.signIn(request.headers, parsed.data), reply) }
  })

  app.post(`${ACCOUNT_PATH}/sign-out`, async (request, reply) => {
    sendCookies(reply, { cookies: await accounts.signOut(request.headers) })
    return reply.status(204).send()
  })

  app.post(`${ACCOUNT_PATH}/sign-out-everywhere`, async (request, reply) => {
    reply.removeHeader('set-cookie')
    sendCookies(reply, { cookies: await accounts.signOutEverywhere(request.headers) })
    return reply.status(204).send()
  })

  app.put(`${ACCOUNT_PATH}/password`, async (request, reply) => {
    const { id } = callerOf(request)
    const parsed = passwordChange.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('account.invalid')
    limit(request, id)
    const { before, after } = parsed.data
    const { headers } = request
    const asked =
      before === undefined ? accounts.setPassword(headers, after) : accounts.changePassword(headers, before, after)
    settled(await asked, reply)
    return reply.status(204).send()
  })

  app.delete(ACCOUNT_PATH, async (request, reply) => {
    const { id } = callerOf(request)
    const parsed = accountRemoval.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('account.credentials')
    limit(request, id)
    reply.removeHeader('set-cookie')
    settled(await accounts.remove(request.headers, parsed.data.password), reply)
    boardsLeft()
    return reply.status(204).send()
  })

  app.post(`${ACCOUNT_PATH}/provider`, async (request, reply): Promise<ProviderBody> => {
    const parsed = providerRequest.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('request.invalid')
    if (!provider) throw new ApiRefusal('account.provider')
    if (!ofAddress.take(countedAddress(request.ip))) throw new ApiRefusal('account.attempts')
    return { url: settled(await accounts.toProvider(request.headers, parsed.data.back), reply) }
  })

  // A page of the provider sends the browser here.
  app.get(`${ACCOUNT_PATH}/callback/${PROVIDER}`, async (request, reply) => {
    if (!provider || !publicUrl) throw new ApiRefusal('account.provider')
    if (!ofAddress.take(countedAddress(request.ip))) throw new ApiRefusal('account.attempts')
    const answer = await accounts.callback(new URL(request.url, publicUrl), request.headers)
    sendCookies(reply, { cookies: answer.headers.getSetCookie() })
    const location = answer.headers.get('location')
    if (!location) throw new ApiRefusal('account.provider')
    return reply.redirect(location, 302)
  })
}

function settled<Result>(asked: Asked<Result>, reply: FastifyReply): Result {
  if (!asked.ok) throw new ApiRefusal(asked.code)
  sendCookies(reply, asked)
  return asked.result
}
