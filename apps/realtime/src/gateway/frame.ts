/** First byte of a final binary WebSocket frame that is not compressed (RFC 6455, section 5.2). */
export const BINARY_FRAME = 0x82
/** Of the second byte: whether the frame is masked, as all of a client's are, and its length or where that stands. */
const MASKED = 0x80
const LENGTH = 0x7f
/** Lengths that stand in the second byte itself, and in two bytes after it. */
export const SHORT_FRAME = 125
export const LONG_FRAME = 0xffff
const MASK_BYTES = 4

/**
 * The message in what a client sent, where that is one whole binary frame with a message that begins with `kind`, and nothing else;
 * undefined: it is anything else, and untouched. Else it is unmasked in its place.
 */
export function onlyMessage(chunk: Uint8Array, kind: number): Uint8Array | undefined {
  const second = chunk[1] ?? 0
  if (chunk[0] !== BINARY_FRAME || second < MASKED) return undefined
  const short = second & LENGTH
  if (short > SHORT_FRAME + 1) return undefined
  const mask = short <= SHORT_FRAME ? 2 : 4
  const length = mask === 2 ? short : ((chunk[2] ?? 0) << 8) | (chunk[3] ?? 0)
  const start = mask + MASK_BYTES
  if (length === 0 || chunk.length !== start + length) return undefined
  if (((chunk[start] ?? 0) ^ (chunk[mask] ?? 0)) !== kind) return undefined
  const message = chunk.subarray(start)
  for (let i = 0; i < length; i++) message[i] = (message[i] ?? 0) ^ (chunk[mask + (i & 3)] ?? 0)
  return message
}
