import { execFileSync } from 'node:child_process'
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

/** First release whose clusters have sharded publish and subscribe. */
const SHARDED_SINCE = 7
/** Keys and channels of a Redis Cluster are dealt out in so many parts. */
const SLOTS = 16_384

export async function startRedis(more: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'inkwire-redis-'))
  const start = async (): Promise<Child> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']
    const child = startChild('redis-server', [...args, ...more], { cwd: folder })
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

/** Whether the system's Redis can be part of a cluster that Inkwire can use. */
export const clusterable = (): boolean =>
  Number(/v=(\d+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))?.[1] ?? 0) >= SHARDED_SINCE

/** A Redis Cluster of so many nodes, each with its share of the slots and without a replica. */
export async function startRedisCluster(count: number): Promise<readonly RedisServer[]> {
  const nodes: { readonly server: RedisServer; readonly port: string; readonly bus: string }[] = []
  for (let i = 0; i < count; i++) {
    const bus = String(await freePort())
    const server = await startRedis([
      '--cluster-enabled',
      'yes',
      '--cluster-port',
      bus,
      '--cluster-node-timeout',
      '2000',
    ])
    nodes.push({ server, port: new URL(server.url).port, bus })
  }
  const tell = (port: string, ...command: string[]): string =>
    execFileSync('redis-cli', ['-p', port, ...command], { encoding: 'utf8' })
  for (const [i, { port }] of nodes.entries()) {
    const [from, to] = [Math.floor((SLOTS * i) / count), Math.floor((SLOTS * (i + 1)) / count) - 1]
    tell(port, 'CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1))
    tell(port, 'CLUSTER', 'ADDSLOTSRANGE', String(from), String(to))
    for (const other of nodes.slice(0, i)) tell(port, 'CLUSTER', 'MEET', '127.0.0.1', other.port, other.bus)
  }
  await eventually(
    () =>
      nodes.every(({ port }) => {
        const info = tell(port, 'CLUSTER', 'INFO')
        return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${count}`)
      }),
    () => 'the nodes of the Redis Cluster know each other',
  )
  return nodes.map(({ server }) => server)
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
