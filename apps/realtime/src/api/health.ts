import { ERRORS } from '@inkwire/protocol'
import type { Route } from './route.ts'

/** Whoever asks waits for some seconds at most: a database that does not answer by then is not there. */
const PATIENCE_MS = 2_000

/** /healthz: the process lives. /readyz: it can serve, as the database answers; while the disk is full boards can still be read. */
export const health: Route = (app, { database, disk }) => {
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const full = ERRORS['server.full'].message
    try {
      await Promise.race([database.$queryRaw`SELECT 1`, giveUp()])
      return disk.full ? { ok: true, saves: false, reason: full } : { ok: true, saves: true }
    } catch {
      const why = disk.full ? full : 'The database does not answer.'
      return reply.status(503).send({ ok: false, saves: false, reason: why })
    }
  })
}

const giveUp = () =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE_MS).unref())
