/** What an editor remembers between visits, by key: localStorage, or something like it. Neither may throw. */
export interface EditorStorage {
  get(key: string): string | null
  set(key: string, value: string): void
}

/** Remembers for as long as the editor lives. */
export function forgetfulStorage(): EditorStorage {
  const values = new Map<string, string>()
  return { get: (key) => values.get(key) ?? null, set: (key, value) => void values.set(key, value) }
}

/** A stored JSON value; undefined for what isn't there or can't be read. */
export function storedValue(storage: EditorStorage, key: string): unknown {
  const text = storage.get(key)
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
