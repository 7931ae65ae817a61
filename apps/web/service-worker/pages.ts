/** Where the files of a build are: their names say what is in them. */
export const STATIC = '/_next/static/'

/** One page is kept for all boards: it reads in the address which one it is for. */
const ANY_BOARD = `/b/${'-'.repeat(21)}`

/** What is kept of each build besides its files. */
export const PAGES = ['/', '/trash', ANY_BOARD] as const
export type KeptPage = (typeof PAGES)[number]

/** The kept page that can stand in for the one at a path. */
export function pageOf(pathname: string): KeptPage | undefined {
  if (/^\/b\/[\w-]{21}$/.test(pathname)) return ANY_BOARD
  return PAGES.find((page) => page === pathname)
}

/** Files of a build that a page names. */
export function filesNamedIn(html: string): readonly string[] {
  return [...new Set(html.match(/\/_next\/static\/[^"'\\?#\s]+/g) ?? [])]
}
