import type { Value } from './value.ts'

/**
 * A binary form of values that is canonical: equal values give equal bytes. So the bytes can be hashed and compared,
 * and whoever decodes them can check each length against what is left before it allocates.
 *
 * | first byte | value |
 * | --- | --- |
 * | 00–7f | integer 0…127 |
 * | 80–9f | string of 0…31 bytes of UTF-8 |
 * | a0 a1 a2 | null, false, true |
 * | a3, a4 | integer n, −1−n, as varint |
 * | a5, a6 | float32, float64, little-endian; float32 where nothing is lost |
 * | a7, a8 | string, bytes: length as varint |
 * | a9, aa | array, map: count as varint; a map's keys are sorted by UTF-16 unit |
 *
 * A map's key is one byte (its place in KEYS) or ff and a string.
 */
const NULL = 0xa0
const FALSE = 0xa1
const TRUE = 0xa2
const INTEGER = 0xa3
const NEGATIVE = 0xa4
const FLOAT32 = 0xa5
const FLOAT64 = 0xa6
const STRING = 0xa7
const BYTES = 0xa8
const ARRAY = 0xa9
const MAP = 0xaa
const KEY = 0xff

/** Names that stand as one byte. Part of the format: append only, 254 at most. */
const KEYS = [
  'id', 'type', 'parent', 'order', 'x', 'y', 'w', 'h', 'angle', 'color', 'fill', 'width', 'dash', 'opacity', 'points',
  'start', 'end', 'mid', 'startHead', 'endHead', 'curve', 'text', 'label', 'fontSize', 'font', 'align', 'layout',
  'asset', 'crop', 'name', 'locked', 'link', 'pen', 'seed', 'sketchy', 'radius', 'fillStyle', 'binding', 'u', 'v',
  'distance', 'breaks', 'textHash', 'background', 'grid', 'weight',
] // biome-ignore format: one row of names
const KEY_CODES = new Map(KEYS.map((key, code) => [key, code]))
/** Place of each of them among all in the order of their names: to compare two places is cheaper than two names. */
const KEY_RANKS = KEYS.map((key) => [...KEYS].sort().indexOf(key))

/** What comes from the network nests no deeper; keeps decoding off the end of the stack. */
const MAX_DEPTH = 12

/** The value can't be packed, or the bytes are not ours. */
export class PackError extends Error {
  override name = 'PackError'
}

export class PackWriter {
  private bytes: Uint8Array
  private view: DataView
  private at = 0

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity)
    this.view = new DataView(this.bytes.buffer)
  }

  /** What was written, as a view that the next write may overwrite: for hashing. */
  peek(): Uint8Array {
    return this.bytes.subarray(0, this.at)
  }

  /** What was written, as bytes of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.at)
  }

  clear(): void {
    this.at = 0
  }

  private room(count: number): void {
    if (this.at + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + count))
    grown.set(this.bytes)
    this.bytes = grown
    this.view = new DataView(grown.buffer)
  }

  byte(byte: number): void {
    this.room(1)
    this.bytes[this.at++] = byte
  }

  /** A non-negative safe integer, 7 bits a byte, low bits first. */
  varint(value: number): void {
    this.room(8)
    let rest = value
    while (rest > 0x7f) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80
      rest = rest > 0x7fffffff ? Math.floor(rest / 128) : rest >>> 7
    }
    this.bytes[this.at++] = rest
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  string(text: string): void {
    this.room(text.length * 3 + 9)
    const start = this.at
    if (text.length < 32 && this.ascii(text, start + 1)) {
      this.bytes[start] = 0x80 + text.length
      this.at = start + 1 + text.length
      return
    }
    const length = utf8Length(text)
    if (length < 32) this.byte(0x80 + length)
    else {
      this.byte(STRING)
      this.varint(length)
    }
    this.utf8(text)
  }

  private ascii(text: string, from: number): boolean {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return false
      this.bytes[from + i] = unit
    }
    return true
  }

  private utf8(text: string): void {
    this.room(text.length * 3)
    let at = this.at
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i) ?? 0
      if (code < 0x80) this.bytes[at++] = code
      else if (code < 0x800) {
        this.bytes[at++] = 0xc0 | (code >> 6)
        this.bytes[at++] = 0x80 | (code & 63)
      } else if (code < 0x10000) {
        this.bytes[at++] = 0xe0 | (code >> 12)
        this.bytes[at++] = 0x80 | ((code >> 6) & 63)
        this.bytes[at++] = 0x80 | (code & 63)
      } else {
        i++
        this.bytes[at++] = 0xf0 | (code >> 18)
        this.bytes[at++] = 0x80 | ((code >> 12) & 63)
        this.bytes[at++] = 0x80 | ((code >> 6) & 63)
        this.bytes[at++] = 0x80 | (code & 63)
      }
    }
    this.at = at
  }

  number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0 && value < 0x80) this.byte(value === 0 ? 0 : value)
      else {
        this.byte(value < 0 ? NEGATIVE : INTEGER)
        this.varint(value < 0 ? -1 - value : value)
      }
      return
    }
    if (!Number.isFinite(value)) throw new PackError(`${value} is not a finite number`)
    this.room(9)
    if (Math.fround(value) === value) {
      this.bytes[this.at] = FLOAT32
      this.view.setFloat32(this.at + 1, value, true)
      this.at += 5
    } else {
      this.bytes[this.at] = FLOAT64
      this.view.setFloat64(this.at + 1, value, true)
      this.at += 9
    }
  }

  value(value: Value, depth = 0): void {
    if (depth > MAX_DEPTH) throw new PackError(`nested deeper than ${MAX_DEPTH}`)
    if (typeof value === 'number') this.number(value)
    else if (typeof value === 'string') this.string(value)
    else if (typeof value === 'boolean') this.byte(value ? TRUE : FALSE)
    else if (value === null) this.byte(NULL)
    else if (typeof value !== 'object') throw new PackError(`a ${typeof value} is no value`)
    else if (value instanceof Uint8Array) {
      this.byte(BYTES)
      this.varint(value.length)
      this.raw(value)
    } else if (isList(value)) {
      this.list(value.length)
      for (const item of value) this.value(item, depth + 1)
    } else this.map(value, depth)
  }

  /** The head of a list: so many values have to follow. */
  list(length: number): void {
    this.byte(ARRAY)
    this.varint(length)
  }

  private map(map: { readonly [key: string]: Value | undefined }, depth: number): void {
    const keys = Object.keys(map).sort()
    let count = 0
    for (const key of keys) if (map[key] !== undefined) count++
    this.byte(MAP)
    this.varint(count)
    for (const key of keys) {
      const value = map[key]
      if (value === undefined) continue
      const code = KEY_CODES.get(key)
      if (code === undefined) {
        this.byte(KEY)
        this.string(key)
      } else this.byte(code)
      this.value(value, depth + 1)
    }
  }
}

export class PackReader {
  private readonly bytes: Uint8Array
  private readonly view: DataView
  /** Of the text that is being read. */
  private readonly units: number[] = []
  at = 0

  constructor(bytes: Uint8Array) {
    // Of Node's Buffer `slice` is no copy: what was read would change with the buffer that it came in.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new PackError('the bytes end too early')
    return byte
  }

  varint(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < 8; i++) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value) || (byte === 0 && i > 0)) break
        return value
      }
      scale *= 128
    }
    throw new PackError('a length is not in its shortest form, or too large')
  }

  /** A view of the next `length` bytes, not a copy. */
  raw(length: number): Uint8Array {
    const start = this.take(length)
    return this.bytes.subarray(start, this.at)
  }

  /** Goes past the next `length` bytes. Answers where they begin. */
  private take(length: number): number {
    if (length > this.bytes.length - this.at) throw new PackError('the bytes end too early')
    const start = this.at
    this.at += length
    return start
  }

  /** A count of items of which each takes at least `bytesEach`: more than could follow is refused before it is allocated. */
  count(bytesEach = 1): number {
    const count = this.varint()
    if (count * bytesEach > this.bytes.length - this.at) throw new PackError('the bytes end too early')
    return count
  }

  string(): string {
    const tag = this.byte()
    if (tag >= 0x80 && tag < 0xa0) return this.text(tag - 0x80)
    if (tag === STRING) return this.longString()
    throw new PackError('a string was expected')
  }

  value(depth = 0): Value {
    if (depth > MAX_DEPTH) throw new PackError(`nested deeper than ${MAX_DEPTH}`)
    const tag = this.byte()
    if (tag < 0x80) return tag
    if (tag < 0xa0) return this.text(tag - 0x80)
    switch (tag) {
      case NULL:
        return null
      case FALSE:
        return false
      case TRUE:
        return true
      case INTEGER: {
        const value = this.varint()
        if (value < 0x80) throw new PackError('a number is not in its shortest form')
        return value
      }
      case NEGATIVE:
        return -1 - this.varint()
      case FLOAT32: {
        return fraction(this.view.getFloat32(this.take(4), true))
      }
      case FLOAT64: {
        const value = fraction(this.view.getFloat64(this.take(8), true))
        if (Math.fround(value) === value) throw new PackError('a number is not in its shortest form')
        return value
      }
      case STRING:
        return this.longString()
      case BYTES:
        return this.bytesOf(this.varint())
      case ARRAY: {
        const count = this.count()
        const list: Value[] = []
        for (let i = 0; i < count; i++) list.push(this.value(depth + 1))
        return list
      }
      case MAP:
        return this.map(depth)
      default:
        throw new PackError(`0x${tag.toString(16)} starts no value`)
    }
  }

  /** A copy of the next `length` bytes. */
  private bytesOf(length: number): Uint8Array {
    const start = this.take(length)
    return this.bytes.slice(start, start + length)
  }

  /** Nearly all strings are short and ASCII: a snapshot has some hundred thousand of them, which a view and a decoder each would make slow. */
  private text(length: number): string {
    const start = this.take(length)
    if (length < 32) {
      const { units } = this
      if (units.length !== length) units.length = length
      for (let i = 0; i < length; i++) {
        const byte = this.bytes[start + i] ?? 0
        if (byte > 0x7f) return decodeUtf8(this.bytes.subarray(start, this.at))
        units[i] = byte
      }
      return String.fromCharCode(...units)
    }
    return decodeUtf8(this.bytes.subarray(start, this.at))
  }

  private longString(): string {
    const length = this.varint()
    if (length < 32) throw new PackError('a string is not in its shortest form')
    return this.text(length)
  }

  private map(depth: number): Value {
    const count = this.count(2)
    const map: { [key: string]: Value } = {}
    let before = ''
    // Of the key before, where it stood as one byte.
    let rank: number | undefined = -1
    for (let i = 0; i < count; i++) {
      const code = this.byte()
      const known = code === KEY ? undefined : KEYS[code]
      const key = known ?? this.foreignKey(code)
      const next = known === undefined ? undefined : KEY_RANKS[code]
      const ordered = rank !== undefined && next !== undefined ? rank < next : i === 0 || before < key
      if (!ordered) throw new PackError('the keys of a map are not in order')
      before = key
      rank = next
      const value = this.value(depth + 1)
      // A plain assignment to this key would set the prototype.
      if (known === undefined && key === '__proto__')
        Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
      else map[key] = value
    }
    return map
  }

  /** A key that has no byte of its own. */
  private foreignKey(code: number): string {
    if (code !== KEY) throw new PackError('a key that this version does not know')
    const key = this.string()
    if (KEY_CODES.has(key)) throw new PackError('a key is not in its shortest form')
    return key
  }
}

/** The canonical bytes of a value. Throws PackError for what is no value. */
export function pack(value: Value): Uint8Array<ArrayBuffer> {
  const writer = new PackWriter()
  writer.value(value)
  return writer.finish()
}

/** The value of some bytes, all of them. Throws PackError for bytes that `pack` would not have made. */
export function unpack(bytes: Uint8Array): Value {
  const reader = new PackReader(bytes)
  const value = reader.value()
  if (!reader.done) throw new PackError('bytes are left over')
  return value
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** A number that is no safe integer, as those are packed as such. */
function fraction(value: number): number {
  if (!Number.isFinite(value)) throw new PackError('a number is not finite')
  if (Number.isSafeInteger(value)) throw new PackError('a number is not in its shortest form')
  return value
}

function utf8Length(text: string): number {
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) length++
    else if (unit < 0x800) length += 2
    else if (unit < 0xd800 || unit > 0xdfff) length += 3
    else {
      const next = unit < 0xdc00 ? text.charCodeAt(++i) : 0
      if (!(next >= 0xdc00 && next <= 0xdfff)) throw new PackError('half a surrogate pair is no text')
      length += 4
    }
  }
  return length
}

function decodeUtf8(bytes: Uint8Array): string {
  let text = ''
  let i = 0
  const next = (): number => {
    const byte = bytes[i++]
    if (byte === undefined || (byte & 0xc0) !== 0x80) throw new PackError('a string is not UTF-8')
    return byte & 63
  }
  while (i < bytes.length) {
    const byte = bytes[i++] ?? 0
    if (byte < 0x80) text += String.fromCharCode(byte)
    else {
      let code: number
      if (byte >= 0xc2 && byte < 0xe0) code = ((byte & 31) << 6) | next()
      else if (byte >= 0xe0 && byte < 0xf0) {
        code = ((byte & 15) << 12) | (next() << 6) | next()
        if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff)) throw new PackError('a string is not UTF-8')
      } else if (byte >= 0xf0 && byte < 0xf5) {
        code = ((byte & 7) << 18) | (next() << 12) | (next() << 6) | next()
        if (code < 0x10000 || code > 0x10ffff) throw new PackError('a string is not UTF-8')
      } else throw new PackError('a string is not UTF-8')
      text += String.fromCodePoint(code)
    }
  }
  return text
}
