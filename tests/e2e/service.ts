import { test as base } from '@playwright/test'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { startWeb } from '../servers/web.ts'

/** The whole service as built: a database of its own, Next, and one instance that forwards pages to it. Tests may kill and restart them. */
export interface Service {
  readonly postgres: PostgresServer
  readonly instance: Instance
  readonly webUrl: string
}

/** Starting all of it takes seconds, on a busy machine more. */
const START_MS = 240_000

/** Playwright's test with one service for all tests of a run. */
export const test = base.extend<object, { service: Service }>({
  service: [
    async ({ browserName: _ }, use) => {
      const postgres = await startPostgres()
      const web = await startWeb()
      const instance = await startInstance({ databaseUrl: postgres.url, webUrl: web.url })
      await use({ postgres, instance, webUrl: web.url })
      await instance.stop()
      await web.stop()
      await postgres.stop()
    },
    { scope: 'worker', timeout: START_MS },
  ],
})
