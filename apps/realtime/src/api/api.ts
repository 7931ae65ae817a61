import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import httpProxy from '@fastify/http-proxy'
import { type Refusal, refusal } from '@inkwire/protocol'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { nanoid } from 'nanoid'
import { routeNeed } from '../access/needs.ts'
import { isDiskFull } from '../disk/disk-full.ts'
import { originAllowed } from '../gateway/origin.ts'
import { account } from './account.ts'
import { assets } from './assets.ts'
import { boards } from './boards.ts'
import { ApiRefusal } from './caller.ts'
import { duplicate } from './duplicate.ts'
import { erase } from './erase.ts'
import { guard } from './guard.ts'
import { head } from './head.ts'
import { health } from './health.ts'
import { history } from './history.ts'
import { metrics } from './metrics.ts'
import { data } from './personal-data.ts'
import { places } from './places.ts'
import { logRequests, requestNames } from './request-log.ts'
import type { ApiParts, Route } from './route.ts'
import { session } from './session.ts'
import { sharing } from './sharing.ts'
import { snapshots } from './snapshots.ts'
import { thumbnail } from './thumbnail.ts'

/** All routes, one row a noun. */
const ROUTES: readonly Route[] = [
  health,
  metrics,
  session,
  account,
  data,
  boards,
  sharing,
  places,
  duplicate,
  erase,
  thumbnail,
  head,
  snapshots,
  history,
  assets,
]

/** Requests are small: names, keys. */
const BODY_BYTES = 64 * 1024

export interface ApiOptions {
  readonly parts: ApiParts
  readonly log: FastifyBaseLogger
  readonly publicUrl: string | undefined
  readonly trustedProxies: readonly string[]
  /** Where Next is; undefined: pages come another way. */
  readonly webUrl: string | undefined
  /** Makes the HTTP server that answers what is not Fastify's. */
  readonly createServer: (handler: (request: IncomingMessage, response: ServerResponse) => void) => Server
}

/** HTTP: the API, health, and pages forwarded to Next. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    genReqId: () => nanoid(12),
    bodyLimit: BODY_BYTES,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    serverFactory: (handler) => options.createServer(handler),
    forceCloseConnections: true,
  })

  app.setErrorHandler((error, request, reply) => {
    const refuse = (status: number, why: Refusal) => {
      options.parts.metrics.refused(why.code)
      return reply.status(status).send({ error: why })
    }
    if (error instanceof ApiRefusal) return refuse(error.status, error.refusal)
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status < 500) return refuse(status, refusal('request.invalid'))
    if (isDiskFull(error)) return refuse(507, refusal('server.full'))
    request.log.error({ err: error, ...requestNames(request) }, 'a request failed')
    return refuse(503, refusal('server.busy'))
  })
  // A page of another site must not do anything with this person's cookie; it may link to pages.
  app.addHook('onRequest', async (request, reply) => {
    // What a browser is told to be data is not to be taken for a script or a page.
    reply.header('x-content-type-options', 'nosniff')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const linked = reads && routeNeed(request.method, request.routeOptions.url ?? '')?.fromElsewhere === true
    if (!linked && !originAllowed(request.raw, options.publicUrl)) throw new ApiRefusal('origin.refused')
  })
  // What a browser keeps of somebody's boards it must not show to whoever signs in there next.
  app.addHook('onSend', async (_request, reply) => {
    if (!String(reply.getHeader('cache-control') ?? '').includes('private')) return
    const vary = reply.getHeader('vary')
    reply.header('vary', vary === undefined ? 'cookie' : `${vary}, cookie`)
  })
  logRequests(app, options.parts)
  guard(app, options.parts)

  for (const route of ROUTES) route(app, options.parts)
  app.all('/api/*', async () => {
    throw new ApiRefusal('request.invalid', 'there is no such address')
  })
  if (options.webUrl) await app.register(httpProxy, { upstream: options.webUrl, httpMethods: ['GET', 'HEAD', 'POST'] })
  return app
}
