import { PackWriter, pack, type Value } from '@inkwire/board'

/** First bytes of packed values (packages/board/src/pack.ts). */
const FLOAT64 = 0xa6
const STRING = 0xa7
const BYTES = 0xa8
const ARRAY = 0xa9
const MAP = 0xaa
const KEY = 0xff

/** Packs anything in our binary form. What is no value (NaN, half a surrogate pair, deep nesting) is written all the same, with its keys as they come. */
export function wildPack(value: unknown): Uint8Array<ArrayBuffer> {
  try {
    return pack(value as Value)
  } catch {
    return forcedPack(value)
  }
}

function forcedPack(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new PackWriter()
  write(writer, value)
  return writer.finish()
}

function write(writer: PackWriter, value: unknown): void {
  if (typeof value === 'number') writeNumber(writer, value)
  else if (typeof value === 'string') writeText(writer, value)
  else if (value instanceof Uint8Array) {
    writer.byte(BYTES)
    writer.varint(value.length)
    writer.raw(value)
  } else if (Array.isArray(value)) {
    writer.byte(ARRAY)
    writer.varint(value.length)
    for (const item of value) write(writer, item)
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    writer.byte(MAP)
    writer.varint(entries.length)
    for (const [key, item] of entries) {
      writer.byte(KEY)
      writeText(writer, key)
      write(writer, item)
    }
  } else writer.value(typeof value === 'boolean' ? value : null)
}

function writeNumber(writer: PackWriter, value: number): void {
  if (Number.isFinite(value) && !Object.is(value, -0)) {
    writer.number(value)
    return
  }
  writer.byte(FLOAT64)
  writer.raw(new Uint8Array(Float64Array.of(value).buffer))
}

function writeText(writer: PackWriter, text: string): void {
  if (!/\p{Surrogate}/u.test(text)) {
    writer.string(text)
    return
  }
  // Half a pair in the three bytes that it would have, were it a character.
  const units = [...text].map((unit) => {
    const code = unit.codePointAt(0) ?? 0
    const half = code >= 0xd800 && code < 0xe000
    return half ? Uint8Array.of(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)) : Buffer.from(unit)
  })
  const bytes = Buffer.concat(units)
  writer.byte(STRING)
  writer.varint(bytes.length)
  writer.raw(bytes)
}
