import type { Route } from './route.ts'

/** /healthz: the process lives. /readyz: it can serve, as the database answers. */
export const health: Route = (app, { database }) => {
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    try {
      await database.$queryRaw`SELECT 1`
      return { ok: true }
    } catch {
      return reply.status(503).send({ ok: false, reason: 'The database does not answer.' })
    }
  })
}
