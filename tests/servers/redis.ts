import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/free-port.ts'
import { type Child, eventually, startChild } from './child.ts'

/** A Redis of the test's own, which it may kill. */
export interface RedisServer {
  readonly url: string
  kill9(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'inkwire-redis-'))
  const start = async (): Promise<Child> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']
    const child = startChild('redis-server', args, { cwd: folder })
    await eventually(
      () => {
        if (!child.running) throw new Error(`redis-server ended: ${child.output()}`)
        return listens(port)
      },
      () => `Redis listens: ${child.output()}`,
    )
    return child
  }
  let child = await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    kill9: () => child.kill9(),
    async restart() {
      child = await start()
    },
    async stop() {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Whether somebody listens on a port of this machine. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
