import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Settings } from '../apps/realtime/src/settings.ts'

export interface Announcement {
  readonly settings: Settings
  readonly dataDir: string
  readonly dev: boolean
}

/** Tells where Inkwire is, how others get in, and where its data lies. */
export function announce({ settings, dataDir, dev }: Announcement, say: (line: string) => void): void {
  const { host, port } = settings
  say('')
  say(
    `Inkwire is ready: ${settings.publicUrl ?? `http://${isLoopback(host) ? 'localhost' : bracketed(toAll(host) ? 'localhost' : host)}:${port}`}`,
  )
  if (isLoopback(host)) {
    say(
      `  Only this machine can open it. To let others in your network in: HOST=0.0.0.0 npm ${dev ? 'run dev' : 'start'}`,
    )
  } else {
    for (const address of toAll(host) ? ownAddresses() : []) say(`  In your network: http://${address}:${port}`)
  }
  say(`  Data: ${dataDir}`)
  say(`  Logs: ${join(dataDir, 'logs')}`)
  say('  Ctrl+C stops it')
}

/** The address at which this machine itself reaches realtime. */
export function whereToAsk({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  return `http://${bracketed(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host)}:${port}`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function toAll(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal)
    .map((each) => each.address)
}
