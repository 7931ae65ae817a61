import { useEffect } from 'react'

/** What can't be reached is tried again so often, ms: a server that comes back says nothing. */
const RETRY_MS = 5_000

/** While `away` calls back now and then, and when the network is there again or the page is looked at again. */
export function useReturn(away: boolean, tryAgain: () => void): void {
  useEffect(() => {
    if (!away) return
    const look = () => {
      if (document.visibilityState === 'visible') tryAgain()
    }
    const timer = setInterval(look, RETRY_MS)
    window.addEventListener('online', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [away, tryAgain])
}
