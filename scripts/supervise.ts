import { get } from 'node:http'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Settings, settings } from '../apps/realtime/src/settings.ts'
import { announce, whereToAsk } from './announce.ts'
import { buildIfChanged } from './build.ts'
import { secretOf, takeDataFolder } from './data-folder.ts'
import { type Database, startDatabase } from './database.ts'
import { type RealtimeWatch, watchRealtime } from './development.ts'
import { waitForRoom } from './disk-room.ts'
import { freePort, whyNotFree } from './free-port.ts'
import { Keeper, type Running } from './keeper.ts'
import { LogFile } from './log-file.ts'
import { startService, stopLeftoverServices } from './service.ts'
import { StartError } from './start-error.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** ms between two looks at whether everything answers. */
const READY_EVERY = 50
/** ms for one answer; Next's dev server compiles a page before it answers. */
const ANSWER_TIMEOUT = 30_000
/** ms after which a start that does not come to an end is given up. */
const READY_TIMEOUT = 180_000

/**
 * Runs Inkwire on this machine: database, web and realtime, each started again when it dies, all stopped in order.
 *
 * @returns once everyone can come in; the process then lives until a signal ends it
 * @throws StartError or SettingsError with one clear line
 */
export async function supervise({ dev }: { dev: boolean }): Promise<void> {
  const chosen = settings(process.env)
  const { dataDir, lock } = takeDataFolder(resolve(root, chosen.dataDir))
  const supervisor = new Supervisor(chosen, dataDir, dev)
  process.once('exit', () => lock.release())
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void supervisor.end(0))
  try {
    await supervisor.start()
  } catch (error) {
    await supervisor.stop()
    throw error
  }
}

class Supervisor {
  readonly #settings: Settings
  readonly #dataDir: string
  readonly #dev: boolean
  readonly #logs: { readonly web: LogFile; readonly realtime: LogFile }
  /** In the order of starting; stopped the other way round. */
  #keepers: Keeper[] = []
  #watch: RealtimeWatch | null = null
  #databaseUrl: string
  /** PostgreSQL's own, once it has started. */
  #databaseFolder: string | null = null
  #realtime: Keeper | null = null
  #ready = false
  #ending = false

  constructor(chosen: Settings, dataDir: string, dev: boolean) {
    this.#settings = chosen
    this.#dataDir = dataDir
    this.#dev = dev
    this.#databaseUrl = chosen.databaseUrl ?? ''
    this.#logs = {
      web: new LogFile(join(dataDir, 'logs', 'web.log')),
      realtime: new LogFile(join(dataDir, 'logs', 'realtime.log')),
    }
  }

  async start(): Promise<void> {
    const { host, port, secret } = this.#settings
    await stopLeftoverServices(join(this.#dataDir, 'run'))
    await checkPort(port, host)
    const key = secret ?? secretOf(this.#dataDir)
    if (this.#dev) this.#watch = await watchRealtime(root, () => void this.#realtime?.restart())
    else await buildIfChanged(root, say)
    const webUrl = this.#settings.webUrl ?? `http://127.0.0.1:${await freePort()}`
    const services: Keeper[] = []
    if (this.#settings.databaseUrl === null) await this.#keep('The database', () => this.#startDatabase())
    if (this.#settings.webUrl === null)
      services.push(await this.#keep('web', () => this.#startWeb(new URL(webUrl).port)))
    services.push(await this.#keep('realtime', () => this.#startRealtime(webUrl, key)))
    await this.#untilReady(webUrl)
    for (const keeper of services) keeper.establish()
    this.#ready = true
    if (!this.#ending) announce({ settings: this.#settings, dataDir: this.#dataDir, dev: this.#dev }, say)
  }

  async stop(): Promise<void> {
    this.#ending = true
    await this.#watch?.stop()
    for (const keeper of this.#keepers.reverse()) await keeper.stop()
    this.#keepers = []
  }

  /** Stops all in order and ends this process. */
  async end(code: number): Promise<void> {
    if (this.#ending) return
    if (code === 0) say('Stopping …')
    await this.stop()
    process.exit(code)
  }

  async #keep(name: string, start: () => Promise<Running>): Promise<Keeper> {
    const keeper = new Keeper({ name, start, say, patient: this.#dev, giveUp: (reason) => this.#giveUp(name, reason) })
    if (this.#ending) return keeper
    this.#keepers.push(keeper)
    if (name === 'realtime') this.#realtime = keeper
    await keeper.begin()
    if (name === 'The database') keeper.establish()
    return keeper
  }

  async #startDatabase(): Promise<Running> {
    const folder = this.#databaseFolder ?? this.#dataDir
    await waitForRoom({ folder, say, given: () => this.#ending })
    const database: Database = await startDatabase({ dataDir: this.#dataDir, log: say })
    this.#databaseFolder = database.folder
    const moved = this.#databaseUrl !== '' && this.#databaseUrl !== database.url
    this.#databaseUrl = database.url
    // Its port was taken while it was down: realtime has to learn the new one.
    if (moved) void this.#realtime?.restart()
    return { ended: database.ended.then(() => 'see logs/database.log'), stop: database.stop }
  }

  async #startWeb(port: string): Promise<Running> {
    const next = [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), this.#dev ? 'dev' : 'start']
    // Pages hold no secrets: web is not even told them.
    const {
      DATABASE_URL: _,
      REDIS_URL: _2,
      SECRET: _3,
      METRICS_TOKEN: _4,
      OIDC_CLIENT_SECRET: _5,
      ...env
    } = process.env
    return startService({
      args: ['--require', join(root, 'scripts', 'follow-supervisor.cjs'), ...next, '-H', '127.0.0.1', '-p', port],
      cwd: join(root, 'apps', 'web'),
      env: { ...env, NODE_ENV: this.#dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' },
      ...this.#files('web'),
    })
  }

  async #startRealtime(webUrl: string, secret: string): Promise<Running> {
    const { host, port } = this.#settings
    return startService({
      args: ['--enable-source-maps', join(root, 'apps', 'realtime', 'dist', 'main.js')],
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: this.#dev ? 'development' : 'production',
        PORT: String(port),
        HOST: host,
        DATA_DIR: this.#dataDir,
        DATABASE_URL: this.#databaseUrl,
        DATABASE_DIR: this.#databaseFolder ?? '',
        WEB_URL: webUrl,
        SECRET: secret,
      },
      ...this.#files('realtime'),
    })
  }

  #files(name: 'web' | 'realtime') {
    return {
      log: this.#logs[name],
      pidFile: join(this.#dataDir, 'run', `${name}.json`),
      echo: this.#dev ? (text: string) => void process.stdout.write(text) : null,
    }
  }

  async #untilReady(webUrl: string): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT
    const checks = [async () => (await statusOf(`${whereToAsk(this.#settings)}/readyz`)) === 200]
    // A page that is not there (404) is an answer of a running server, an error (5xx) is not.
    if (this.#settings.webUrl === null) checks.push(async () => (await statusOf(webUrl)) < 500)
    for (const check of checks) {
      while (!this.#ending && !(await check())) {
        if (Date.now() > deadline) {
          throw new StartError(
            `Inkwire did not get ready within ${READY_TIMEOUT / 1000} s: see ${join(this.#dataDir, 'logs')}`,
          )
        }
        await new Promise((wait) => setTimeout(wait, READY_EVERY))
      }
    }
  }

  #giveUp(name: string, reason: string): void {
    if (this.#ending) return
    const lines = name === 'web' || name === 'realtime' ? this.#logs[name].lastLines() : []
    // Whoever can't start says why in one line; of a crash all is wanted.
    const crashed = lines.at(-1)?.startsWith('Node.js v') ?? false
    if (!this.#dev) for (const line of this.#ready || crashed ? lines : lines.slice(-1)) console.error(line)
    console.error(`${reason}. Logs: ${join(this.#dataDir, 'logs')}`)
    void this.end(1)
  }
}

async function checkPort(port: number, host: string): Promise<void> {
  const why = await whyNotFree(port, host)
  if (why === null) return
  if (why === 'EADDRINUSE')
    throw new StartError(`Port ${port} is taken by another program: stop that, or set PORT to another`)
  if (why === 'EACCES') throw new StartError(`Port ${port} can't be used by this user: set PORT to 1024 or above`)
  if (why === 'EADDRNOTAVAIL' || why === 'ENOTFOUND') {
    throw new StartError(`HOST is ${host}, which is no address of this machine: use 127.0.0.1, or 0.0.0.0 for all`)
  }
  throw new StartError(`Can't listen on ${host}, port ${port}: ${why}`)
}

/** The status of a page; 503 while nobody answers. */
function statusOf(address: string): Promise<number> {
  return new Promise((resolve) => {
    // Without an agent the connection is closed at once: a kept one would hold up Next when it has to stop.
    const request = get(address, { agent: false, timeout: ANSWER_TIMEOUT }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 503)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(503))
  })
}

function say(line: string): void {
  console.log(line)
}
