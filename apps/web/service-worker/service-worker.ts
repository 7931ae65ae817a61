import { answerPage, answerStatic } from './answers.ts'
import { pageOf, STATIC } from './pages.ts'
import { type Build, dropOldShells, keepShell } from './shell.ts'

declare const self: ServiceWorkerGlobalScope
/** Put in by build.mjs. */
declare const BUILD: Build

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell(BUILD).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    await dropOldShells(BUILD)
    // The request for a page goes out while this worker is still being started.
    await self.registration.navigationPreload?.enable()
    await self.clients.claim()
  }
  event.waitUntil(takeOver())
})

// Only pages and files of the build: API and sockets go past this worker, as if it were not there.
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (pathname.startsWith(STATIC)) return event.respondWith(answerStatic(request))
  const page = request.mode === 'navigate' ? pageOf(pathname) : undefined
  if (page) event.respondWith(answerPage(BUILD, page, event))
})
