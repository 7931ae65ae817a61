import { filesNamedIn, type KeptPage, PAGES } from './pages.ts'

/** A build of the pages. */
export interface Build {
  readonly id: string
  /** Paths of all its files. */
  readonly files: readonly string[]
}

const PREFIX = 'inkwire-shell-'
const nameOf = ({ id }: Build) => `${PREFIX}${id}`

/** So many files are fetched at once: the page that is open needs the line, too. */
const AT_ONCE = 4
/** Waits before a file is asked for again that could not be had, in ms. */
const RETRY_AFTER_MS = [1_000, 5_000, 20_000] as const

/** Keeps a build whole: all its files and pages, or nothing. Rejects when any of them is not to be had. */
export async function keepShell(build: Build): Promise<void> {
  const name = nameOf(build)
  const cache = await caches.open(name)
  try {
    for (const page of PAGES) await persistently(async () => cache.put(page, await fetchPage(build, page)))
    const left = [...build.files]
    const keepFiles = async () => {
      for (let path = left.pop(); path; path = left.pop()) {
        const file = path
        await persistently(() => cache.add(file))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, keepFiles))
  } catch (error) {
    await caches.delete(name)
    throw error
  }
}

/** A page that is kept; undefined: the browser cleared it away. */
export async function keptPage(build: Build, page: KeptPage): Promise<Response | undefined> {
  const cache = await caches.open(nameOf(build))
  return cache.match(page, { ignoreVary: true })
}

/** A file of this build, or of the one before it. */
export const keptFile = (request: Request): Promise<Response | undefined> =>
  caches.match(request, { ignoreVary: true, ignoreSearch: true })

/** The build before this one stays until the next: pages of it may be open, and not have loaded all of their files. */
export async function dropOldShells(build: Build): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== nameOf(build))
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)))
}

async function persistently(work: () => Promise<void>): Promise<void> {
  for (const waitMs of RETRY_AFTER_MS) {
    try {
      return await work()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return work()
}

async function fetchPage({ files }: Build, page: KeptPage): Promise<Response> {
  const answer = await fetch(page, { cache: 'no-store' })
  // A proxy that asks for a password leads elsewhere.
  if (!answer.ok || answer.redirected) throw new Error(`${page} was answered with status ${answer.status}`)
  const html = await answer.clone().text()
  const known = new Set(files.map(decodeURI))
  const strange = filesNamedIn(html).find((file) => !known.has(decodeURI(file)))
  // While the server changes over, pages of one build and the list of another can come.
  if (strange) throw new Error(`${page} names ${strange}, which is not of this build`)
  return answer
}
