import type { GestureId, Op } from '@inkwire/board'
import type { Refusal } from '@inkwire/protocol'
import { saveFile } from './saved-file.ts'

/** A change that is only in this browser, and why. */
export interface KeptChange {
  /** When it was refused or made, ms since 1970. */
  readonly at: number
  readonly gesture: GestureId
  readonly refusal: Refusal
  readonly ops: readonly Op[]
}

/** Saves changes that the server refused as a file, so that nobody's work is just gone. */
export function exportRefused(refused: readonly KeptChange[]): void {
  saveFile(new Blob([refusedFile(refused)], { type: 'application/json' }), 'inkwire-refused-changes.json')
}

/** The changes as JSON; packed bytes (the points of a stroke) as `{ "base64": … }`. */
export function refusedFile(refused: readonly KeptChange[]): string {
  return JSON.stringify(
    { refused },
    (_key, value: unknown) => (value instanceof Uint8Array ? { base64: base64(value) } : value),
    2,
  )
}

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
