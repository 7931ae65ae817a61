import { useSyncExternalStore } from 'react'
import { editorStorage } from './editor-storage.ts'

const KEY = 'inkwire.minimap'
/** Tells the components of this page of a choice. */
const CHOSEN = 'inkwire:minimap'
/** Where nobody chose, the map is there only if it leaves most of the screen free. */
const ROOM = '(width >= 1100px) and (height >= 600px)'

/** Whether the minimap is shown: as was chosen last in this browser, else where there is room. */
export const useMinimap = (): boolean => useSyncExternalStore(subscribe, isMinimapShown, () => false)

export function toggleMinimap(): void {
  editorStorage.set(KEY, isMinimapShown() ? 'off' : 'on')
  window.dispatchEvent(new Event(CHOSEN))
}

export function isMinimapShown(): boolean {
  const chosen = editorStorage.get(KEY)
  return chosen === 'on' || (chosen !== 'off' && matchMedia(ROOM).matches)
}

function subscribe(listener: () => void): () => void {
  const room = matchMedia(ROOM)
  room.addEventListener('change', listener)
  window.addEventListener(CHOSEN, listener)
  window.addEventListener('storage', listener)
  return () => {
    room.removeEventListener('change', listener)
    window.removeEventListener(CHOSEN, listener)
    window.removeEventListener('storage', listener)
  }
}
