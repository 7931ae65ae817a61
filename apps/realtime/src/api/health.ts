import { ERRORS } from '@inkwire/protocol'
import type { Route } from './route.ts'

/** /healthz: the process lives. /readyz: it can serve, as the database answers; while the disk is full boards can still be read. */
export const health: Route = (app, { database, disk }) => {
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const full = ERRORS['server.full'].message
    try {
      await database.$queryRaw`SELECT 1`
      return disk.full ? { ok: true, saves: false, reason: full } : { ok: true, saves: true }
    } catch {
      const why = disk.full ? full : 'The database does not answer.'
      return reply.status(503).send({ ok: false, saves: false, reason: why })
    }
  })
}
