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

/** Calls back when the page may be gone the next moment. Does nothing outside browsers. Returns how to stop it. */
export function onLeave(callback: () => void): () => void {
  if (!inBrowser()) return () => {}
  window.addEventListener('pagehide', callback)
  return () => window.removeEventListener('pagehide', callback)
}

const inBrowser = () => typeof window !== 'undefined' && typeof document !== 'undefined'
