import type { KeptPage } from './pages.ts'
import { type Build, keptFile, keptPage } from './shell.ts'

/** A server that doesn't answer for so long is taken for unreachable, in ms: a kept page is there at once. */
const PATIENCE_MS = 3_000

/** A file's name says what is in it: what is kept is right. */
export async function answerStatic(request: Request): Promise<Response> {
  return (await keptFile(request)) ?? fetch(request)
}

/** The server's page; where it can't give one, the kept one. */
export async function answerPage(build: Build, page: KeptPage, event: FetchEvent): Promise<Response> {
  const fresh = fetchFresh(event)
  const answer = await Promise.race([fresh.catch(() => undefined), patience()])
  // What the server refuses is an answer; where it fails, or something before it, the kept page is of more use.
  if (answer && answer.status < 500) return answer
  return (await keptPage(build, page)) ?? fresh
}

async function fetchFresh(event: FetchEvent): Promise<Response> {
  return (await event.preloadResponse) ?? fetch(event.request)
}

const patience = () => new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS))
