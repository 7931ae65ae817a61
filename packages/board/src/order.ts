import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/**
 * Each key is moved at random within its gap, this often to one half or the other: two people who add on top at once get
 * equal keys once in 2^24 = 16 million times.
 */
const JITTER_BITS = 24
/** Longer keys are refused: they come from a fault or from malice, not from people. */
const MAX_LENGTH = 100

/** Nothing could stand before it; fractional-indexing refuses it. */
const SMALLEST_INTEGER = `A${'0'.repeat(26)}`

/** A source of random numbers in [0, 1): the document's code has none of its own. */
export type Random = () => number

/**
 * `count` keys between two keys (null: below or above all), in order.
 * Throws when `before` ≥ `after`; callers give the upper neighbour a new key first (equal keys can exist).
 */
export function orderKeys(before: string | null, after: string | null, count: number, random: Random): string[] {
  const keys = generateNKeysBetween(before, after, count)
  return keys.map((key, i) => jittered(key, keys[i + 1] ?? after ?? generateKeyBetween(key, null), random))
}

/** One key between two keys. */
export function orderKey(before: string | null, after: string | null, random: Random): string {
  const key = generateKeyBetween(before, after)
  return jittered(key, after ?? generateKeyBetween(key, null), random)
}

/** A key in [low, high). */
function jittered(low: string, high: string, random: Random): string {
  let [from, to] = [low, high]
  for (let i = 0; i < JITTER_BITS; i++) {
    const middle = generateKeyBetween(from, to)
    if (random() < 0.5) from = middle
    else to = middle
  }
  return from
}

/** Whether a string is a key that fractional-indexing can work with: an integer, and a fraction that does not end with 0. */
export function isOrderKey(key: string): boolean {
  if (key.length > MAX_LENGTH || !/^[A-Za-z][0-9A-Za-z]*$/.test(key) || key === SMALLEST_INTEGER) return false
  const integer = integerLength(key)
  return key.length === integer || (key.length > integer && !key.endsWith('0'))
}

/** Length of the integer part, which the first letter tells: a 2 … z 27, Z 2 … A 27. */
function integerLength(key: string): number {
  const head = key.charCodeAt(0)
  return head >= 97 ? head - 97 + 2 : 90 - head + 2
}

/** Compares two elements for paint order among siblings. */
export function compareOrder(
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
