import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { sameSecret } from '../access/secrets.ts'
import type { Route } from './route.ts'

/** What a proxy adds: whoever comes through one is not on this machine. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'] as const

/**
 * /metrics, for Prometheus. With METRICS_TOKEN whoever shows it as a bearer token; without one only programs on this machine that
 * come straight. For all others there is no such address.
 */
export const metrics: Route = (app, { metrics: kept, metricsToken }) => {
  app.get('/metrics', async ({ raw, headers }, reply) => {
    const allowed =
      metricsToken === undefined ? isLocal(raw) : sameSecret(headers.authorization ?? '', `Bearer ${metricsToken}`)
    if (!allowed) return reply.status(404).send()
    reply.header('cache-control', 'no-store')
    return reply.type(kept.registry.contentType).send(await kept.registry.metrics())
  })
}

/** Whether a program on this machine asks, and not a page: a browser would tell where a page comes from, or name another host. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return false
  return isLoopback(socket.remoteAddress ?? '') && isLoopback(hostOf(headers.host ?? ''))
}

function hostOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '')
  return plain === 'localhost' || plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}
