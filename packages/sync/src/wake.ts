/** Calls back when the network is there again, or the page is looked at again. Does nothing outside browsers. Returns how to stop it. */
export function onWake(callback: () => void): () => void {
  if (!inBrowser()) return () => {}
  const visible = () => {
    if (document.visibilityState === 'visible') callback()
  }
  window.addEventListener('online', callback)
  document.addEventListener('visibilitychange', visible)
  return () => {
    window.removeEventListener('online', callback)
    document.removeEventListener('visibilitychange', visible)
  }
}

/**
 * Calls back when the page may be gone the next moment: it is left, or nobody looks at it any more, as a phone then ends it without
 * another word. Does nothing outside browsers. Returns how to stop it.
 */
export function onLeave(leaving: () => void, back: () => void = () => {}): () => void {
  if (!inBrowser()) return () => {}
  const look = () => (document.visibilityState === 'hidden' ? leaving() : back())
  window.addEventListener('pagehide', leaving)
  window.addEventListener('pageshow', back)
  document.addEventListener('visibilitychange', look)
  return () => {
    window.removeEventListener('pagehide', leaving)
    window.removeEventListener('pageshow', back)
    document.removeEventListener('visibilitychange', look)
  }
}

const inBrowser = () => typeof window !== 'undefined' && typeof document !== 'undefined'
