import type { ClientState } from '@inkwire/sync'

/** Saves changes that the server refused as a file, so that nobody's work is just gone. */
export function exportRefused(refused: ClientState['refused']): void {
  const address = URL.createObjectURL(new Blob([refusedFile(refused)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = 'inkwire-refused-changes.json'
  link.click()
  // The download has its own hold on the data by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** The changes as JSON; packed bytes (the points of a stroke) as `{ "base64": … }`. */
export function refusedFile(refused: ClientState['refused']): string {
  return JSON.stringify(
    { refused },
    (_key, value: unknown) => (value instanceof Uint8Array ? { base64: base64(value) } : value),
    2,
  )
}

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
