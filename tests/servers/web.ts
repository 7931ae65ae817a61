import { fileURLToPath } from 'node:url'
import { freePort } from '../../scripts/free-port.ts'
import { eventually, startChild } from './child.ts'

const WEB = fileURLToPath(new URL('../../apps/web', import.meta.url))
const NEXT = fileURLToPath(new URL('../../node_modules/next/dist/bin/next', import.meta.url))

/** Next, built, on a port of its own: pages only, no data. */
export async function startWeb(
  more: { readonly [name: string]: string } = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const child = startChild(process.execPath, [NEXT, 'start', '-p', String(port), '-H', '127.0.0.1'], {
    cwd: WEB,
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', ...more },
  })
  const url = `http://127.0.0.1:${port}`
  await eventually(
    async () => {
      if (!child.running) throw new Error(`Next ended: ${child.output()}`)
      return fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    },
    () => `Next answers: ${child.output()}`,
  )
  return { url, stop: () => child.stop() }
}
