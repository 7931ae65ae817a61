import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OpenSpan } from '../tracing/tracing.ts'
import type { ApiParts } from './route.ts'

declare module 'fastify' {
  interface FastifyRequest {
    span: OpenSpan | null
  }
}

/**
 * Counts, times and traces the requests to the API, and logs each as a line at level debug. They are named by their route: what
 * stands in an address (a provider's code) is told to nobody.
 */
export function logRequests(app: FastifyInstance, { metrics, tracing }: Pick<ApiParts, 'metrics' | 'tracing'>): void {
  app.decorateRequest('span', null)
  app.addHook('onRequest', async (request, reply) => {
    if (!isApi(request)) return
    reply.header('x-request-id', request.id)
    request.span = tracing.request(`${request.method} ${request.routeOptions.url}`, request.headers)
  })
  app.addHook('onResponse', async (request, reply) => {
    if (!isApi(request)) return
    const { statusCode: status, elapsedTime } = reply
    metrics.requested(status, elapsedTime / 1_000)
    const told = requestNames(request)
    request.span?.end(
      {
        'http.request.method': request.method,
        'http.route': told.route,
        'http.response.status_code': status,
        'inkwire.request': request.id,
        ...(told.board === undefined ? {} : { 'inkwire.board': told.board }),
      },
      status >= 500,
    )
    request.log.debug({ ...told, status, ms: Math.round(elapsedTime) }, 'request')
  })
}

/** What the log says of a request; its id stands on every line of it. */
export function requestNames(request: FastifyRequest): { method: string; route: string; board?: string } {
  const { method, routeOptions, params } = request
  const id: unknown = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined
  const board =
    routeOptions.url?.startsWith('/api/v1/boards/:id') && typeof id === 'string' ? id.slice(0, 64) : undefined
  return { method, route: routeOptions.url ?? 'none', ...(board === undefined ? {} : { board }) }
}

const isApi = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith('/api/') ?? false
