import type { EditorStorage } from '@inkwire/canvas'

/** The editor's memory of cameras and styles in localStorage; where that is forbidden or full, it just forgets. */
export const editorStorage: EditorStorage = {
  get: (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  },
  set: (key, value) => {
    try {
      localStorage.setItem(key, value)
    } catch {
      // Nothing is lost but a convenience.
    }
  },
}
