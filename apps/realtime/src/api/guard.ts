import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allows, isRole, routeNeed } from '../access/needs.ts'
import { boardOf, roleOn } from './boards.ts'
import { ApiRefusal, sendCookies } from './caller.ts'
import type { ApiParts } from './route.ts'

/**
 * Checks every request against the table (access/needs.ts) before its route is run or its body is read. Routes that are
 * registered from now on must have a row there: one without throws, and the service does not start.
 */
export function guard(app: FastifyInstance, parts: Pick<ApiParts, 'accounts' | 'access' | 'trash'>): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('entry', null)
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      if (!routeNeed(one, url)) throw new Error(`${one} ${url} has no row in access/needs.ts: say what it needs`)
    }
  })
  app.addHook('onRequest', (request, reply) => check(request, reply, parts))
}

async function check(
  request: FastifyRequest,
  reply: FastifyReply,
  { accounts, access, trash }: Pick<ApiParts, 'accounts' | 'access' | 'trash'>,
): Promise<void> {
  const { url } = request.routeOptions
  // No route at all: the answer is 404.
  if (url === undefined) return
  const row = routeNeed(request.method, url)
  if (row?.need === 'nothing') return
  const signedIn = await accounts.signedIn(request.headers)
  if (!row || !signedIn) throw new ApiRefusal('session.missing')
  sendCookies(reply, signedIn)
  const { person } = signedIn
  request.caller = person
  if (!isRole(row.need)) return
  const board = boardOf(request.params)
  const trashed = row.trashed === true && (await trash.holds(board, person.id))
  const role = trashed ? 'owner' : await roleOn(access, board, person.id)
  if (!allows(role, row.need)) throw new ApiRefusal('access.denied')
  request.entry = { person, board, role, trashed }
}
