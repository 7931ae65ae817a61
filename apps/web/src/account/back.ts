/** Where the account page leads when it is done: the page that this one is. */
export function accountPath(): string {
  const { pathname, hash } = window.location
  return `/account?back=${encodeURIComponent(pathname + hash)}`
}

/** The page that asked for the account page; only ever one of ours. */
export function backFrom(search: string): string {
  const back = new URLSearchParams(search).get('back') ?? '/'
  return /^\/b\/[\w-]+(#[\w-]+)?$/.test(back) ? back : '/'
}
