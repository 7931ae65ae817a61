import { nanoid } from 'nanoid'

const KEY = 'inkwire.tab'

/**
 * An id that a tab keeps over reloads. A tab that was duplicated starts with its sibling's session storage: the lock tells it
 * apart, where there are locks. Never rejects.
 *
 * @param until settles when the id is let go
 */
export async function tabId(until: Promise<void>): Promise<string> {
  try {
    const before = sessionStorage.getItem(KEY)
    if (before && (await locked(before, until))) return before
    const id = nanoid()
    sessionStorage.setItem(KEY, id)
    await locked(id, until)
    return id
  } catch {
    // No session storage (Node, or a browser that forbids it): then this page load is the tab.
    return nanoid()
  }
}

function locked(id: string, until: Promise<void>): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  if (!locks) return Promise.resolve(true)
  return new Promise((resolve) => {
    locks
      .request(`${KEY}.${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock ? until : undefined
      })
      .catch(() => resolve(true))
  })
}
