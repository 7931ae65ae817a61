import { editorStorage } from './editor-storage.ts'

const KEY = 'inkwire.recent-commands'
/** As many as are seen at a glance. */
const MOST = 5

/** Ids of commands that were last chosen in the palette, the newest first. */
export function recentCommands(): readonly string[] {
  try {
    const found: unknown = JSON.parse(editorStorage.get(KEY) ?? '[]')
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

export function rememberCommand(id: string): void {
  editorStorage.set(KEY, JSON.stringify([id, ...recentCommands().filter((other) => other !== id)].slice(0, MOST)))
}
