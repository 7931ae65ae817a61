import type { ClientState } from '@inkwire/sync'
import { useEffect } from 'react'

/** Has the browser ask before the page goes, only while something would be lost with it. */
export function useLeaveWarning({ waiting, outlives }: ClientState): void {
  const loses = waiting > 0 && !outlives

  useEffect(() => {
    if (!loses) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [loses])
}
