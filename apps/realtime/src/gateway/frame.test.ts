import { expect, test } from 'vitest'
import { onlyMessage } from './frame.ts'

const MASK = [0x37, 0xfa, 0x21, 0x3d]

/** A client's frame, as RFC 6455 draws it. */
function frame(message: readonly number[], { first = 0x82, mask = MASK, second = 0x80 } = {}): Uint8Array {
  const length = message.length
  const lengths = length < 126 ? [second | length] : [second | 126, length >> 8, length & 0xff]
  return Uint8Array.from([first, ...lengths, ...mask, ...message.map((byte, i) => byte ^ (mask[i % 4] ?? 0))])
}

test.each([1, 2, 3, 4, 5, 125, 126, 127, 255, 256, 65_535])('a message of %i bytes is unmasked', (length) => {
  const message = Array.from({ length }, (_, i) => (i === 0 ? 2 : i % 256))
  const chunk = frame(message)
  expect([...(onlyMessage(chunk, 2) ?? [])]).toEqual(message)
})

test.each<[string, Uint8Array]>([
  ['nothing', new Uint8Array()],
  ['one byte', Uint8Array.of(0x82)],
  ['a frame without a message', frame([])],
  ['text', frame([2, 1], { first: 0x81 })],
  ['a part of a message', frame([2, 1], { first: 0x02 })],
  ['the end of a message', frame([2, 1], { first: 0x80 })],
  ['a compressed message', frame([2, 1], { first: 0xc2 })],
  ['a reserved bit', frame([2, 1], { first: 0x92 })],
  ['a ping', frame([2, 1], { first: 0x89 })],
  ['a frame that is not masked', frame([2, 1], { second: 0, mask: [] })],
  ['a message of another kind', frame([3, 1])],
  ['half a frame', frame([2, 1, 2, 3]).subarray(0, 8)],
  ['a frame and a byte more', Uint8Array.from([...frame([2, 1]), 0x82])],
  ['two frames', Uint8Array.from([...frame([2, 1]), ...frame([2, 1])])],
  ['half a head of a long frame', frame(Array.from({ length: 300 }, () => 2)).subarray(0, 3)],
  ['a length of eight bytes', Uint8Array.of(0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 1, ...MASK, 2 ^ 0x37)],
])('%s is left as it is', (_, chunk) => {
  const before = [...chunk]
  expect(onlyMessage(chunk, 2)).toBeUndefined()
  expect([...chunk]).toEqual(before)
})
