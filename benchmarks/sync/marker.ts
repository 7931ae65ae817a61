import type { Mark } from '../driver/update.ts'

/** Starts a marker in whatever bytes a server sends on: nothing else that is sent here has it before eight digits. */
const START = '~'
const START_BYTE = START.charCodeAt(0)
const BASE = 36
const SENDER_DIGITS = 3
const NUMBER_DIGITS = 5

/** Value of each byte as a digit; -1 for those that are none. */
const DIGITS = Int8Array.from({ length: 256 }, (_, byte) => {
  const text = String.fromCharCode(byte)
  return /[0-9a-z]/.test(text) ? Number.parseInt(text, BASE) : -1
})

/** Text that names an update, and is found again in JSON as in binary messages. */
export const marker = ({ s, n }: Mark): string =>
  START + s.toString(BASE).padStart(SENDER_DIGITS, '0') + n.toString(BASE).padStart(NUMBER_DIGITS, '0')

/** Calls back for each marker in the bytes. */
export function findMarkers(bytes: Buffer, listener: (mark: Mark) => void): void {
  for (let at = bytes.indexOf(START_BYTE); at >= 0; at = bytes.indexOf(START_BYTE, at + 1)) {
    const s = digits(bytes, at + 1, SENDER_DIGITS)
    const n = digits(bytes, at + 1 + SENDER_DIGITS, NUMBER_DIGITS)
    if (s >= 0 && n >= 0) listener({ s, n })
  }
}

/** The number that the digits stand for, or -1. */
function digits(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = DIGITS[bytes[i] ?? 0] ?? -1
    if (digit < 0) return -1
    value = value * BASE + digit
  }
  return value
}
