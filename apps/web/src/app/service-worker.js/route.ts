import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The file lies beside the build, and is written after it. */
export const dynamic = 'force-dynamic'

/** Where there is no build (development) a worker of an earlier one ends itself: it would show that one's pages. */
const NONE = `self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => {
  const end = async () => {
    for (const name of await caches.keys()) if (name.startsWith('inkwire-')) await caches.delete(name)
    await self.registration.unregister()
  }
  event.waitUntil(end())
})
`

/** The service worker, which keeps the pages for when there is no network (service-worker/). */
export async function GET(): Promise<Response> {
  const script = process.env.NODE_ENV === 'production' ? await worker() : NONE
  return new Response(script, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  })
}

const worker = () => readFile(join(process.cwd(), '.next', 'service-worker.js'), 'utf8')
