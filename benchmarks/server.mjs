// node server.mjs <port> <data folder>: the embedded PostgreSQL and one built instance, without pages, until SIGTERM. All in this one
// process, and without tsx, whose 100 MB would be counted as the server's.
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const [port, dataDir] = process.argv.slice(2)
if (port === undefined || dataDir === undefined) {
  console.error('Name a port and a data folder: node server.mjs 3100 /tmp/data')
  process.exit(1)
}

const database = await startDatabase(dataDir)
process.once('exit', () => {
  try {
    process.kill(database.pid, 'SIGINT')
  } catch {
    // It is gone already.
  }
})
Object.assign(process.env, {
  PORT: port,
  HOST: '127.0.0.1',
  DATABASE_URL: database.url,
  REDIS_URL: '',
  WEB_URL: '',
  PUBLIC_URL: '',
  LOG_LEVEL: 'warn',
  // Cookies of before a restart stay valid after it.
  SECRET: 'a secret that all instances of a benchmark share',
})
await import(new URL('../apps/realtime/dist/main.js', import.meta.url).href)

/**
 * @param {string} dataDir
 * @returns {Promise<import('../scripts/database.ts').Database>}
 */
async function startDatabase(dataDir) {
  // A file of its own: servers may start at once. Below our folder, as its imports are looked up from there.
  const outfile = fileURLToPath(new URL(`dist/database-${port}.js`, import.meta.url))
  const entry = fileURLToPath(new URL('../scripts/database.ts', import.meta.url))
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  /** @type {typeof import('../scripts/database.ts')} */
  const { startDatabase } = await import(outfile)
  return startDatabase({ dataDir, log: console.log })
}
