import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../scripts/free-port.ts'
import { type Child, eventually, startChild } from './child.ts'

const REALTIME = fileURLToPath(new URL('../../apps/realtime', import.meta.url))
/** All instances of a test are one cluster. */
export const SECRET = 'a secret that all instances of a test share'

export interface InstanceOptions {
  readonly databaseUrl: string
  readonly redisUrl?: string
  readonly webUrl?: string
  readonly port?: number
  /** More settings. */
  readonly env?: NodeJS.ProcessEnv
  /** Where images lie; by default a folder that goes with the instance. Instances of one cluster share it. */
  readonly assetsDir?: string
  /** Folder of the database, where its disk is to be watched. */
  readonly databaseDir?: string
}

/** One realtime instance, built, on a port of its own. */
export interface Instance {
  readonly url: string
  readonly port: number
  process(): Child
  kill9(): Promise<void>
  stop(): Promise<void>
  /** Starts it again on its port, after it was killed or stopped. */
  restart(): Promise<void>
}

export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const ownFolder = options.assetsDir === undefined ? mkdtempSync(join(tmpdir(), 'inkwire-assets-')) : undefined
  const start = async (): Promise<Child> => {
    const child = startChild(process.execPath, ['dist/main.js'], {
      cwd: REALTIME,
      env: {
        PORT: String(port),
        HOST: '127.0.0.1',
        SECRET,
        DATABASE_URL: options.databaseUrl,
        REDIS_URL: options.redisUrl ?? '',
        DATABASE_DIR: options.databaseDir ?? '',
        WEB_URL: options.webUrl ?? '',
        ASSETS_DIR: options.assetsDir ?? ownFolder,
        LOG_LEVEL: 'warn',
        ...options.env,
      },
    })
    await eventually(
      async () => {
        if (!child.running) throw new Error(`the instance ended: ${child.output()}`)
        return answers(`${url}/readyz`)
      },
      () => `the instance is ready: ${child.output()}`,
    )
    return child
  }
  let child = await start()
  return {
    url,
    port,
    process: () => child,
    kill9: () => child.kill9(),
    async stop() {
      await child.stop()
      if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true })
    },
    async restart() {
      child = await start()
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}
