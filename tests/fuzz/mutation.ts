import type { Seeded } from '../simulator/seeded.ts'

/** Values that break careless code. */
const HOSTILE: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -0,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 2,
  2 ** 31,
  2 ** 32,
  1e308,
  5e-324,
  -1e7,
  '',
  ' ',
  '\0',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  'a/b',
  '%2e%2e%2f',
  '\'; DROP TABLE "Board"; --',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '\ud800',
  'x\udfffy',
  '\u202e\u0000\uffff',
  '𝒳'.repeat(300),
  [],
  {},
  [[]],
  { $bytes: 5 },
  { $bytes: -1 },
  { $bytes: 2 ** 40 },
  new Uint8Array(0),
  new Uint8Array(300),
]
const HOSTILE_KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '$bytes', 'id', 'length', '\ud800']
/** A text or list becomes at most so long at once, so that a seed does not spend its messages on a few huge ones. */
const LONG = 30_000

type Item = { readonly holder: object; readonly key: string }

/** A copy of a value in which one to three things are changed: replaced, removed, doubled, renamed, nested, lengthened. */
export function mutated(value: unknown, random: Seeded): unknown {
  const root = { value: copied(value) }
  const changes = random.between(1, 3)
  for (let i = 0; i < changes; i++) {
    const item = random.pick(itemsOf(root))
    if (item) change(item, random)
  }
  return root.value
}

/** Bytes of which some are changed, cut off, doubled or added. */
export function mutatedBytes(bytes: Uint8Array, random: Seeded): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes)
  switch (random.between(0, 5)) {
    case 0:
      return copy.slice(0, random.between(0, copy.length))
    case 1:
      return joined(copy, random.bytes(random.between(1, 40)))
    case 2:
      return joined(copy, copy)
    case 3:
      // A length that is not there, as a varint.
      return joined(copy.slice(0, random.between(0, copy.length)), Uint8Array.of(0xa9, 0xff, 0xff, 0xff, 0xff, 0x0f))
    default:
      for (let i = random.between(1, 4); i > 0 && copy.length > 0; i--) {
        copy[random.between(0, copy.length - 1)] = random.between(0, 255)
      }
      return copy
  }
}

function change({ holder, key }: Item, random: Seeded): void {
  const value: unknown = Reflect.get(holder, key)
  switch (random.between(0, 6)) {
    case 0:
      Reflect.deleteProperty(holder, key)
      break
    case 1:
      if (Array.isArray(holder)) holder.push(value)
      else define(holder, random.pick(HOSTILE_KEYS) ?? '', value)
      break
    case 2:
      define(holder, key, nested(value, random.between(1, 60)))
      break
    case 3:
      define(holder, key, lengthened(value, random))
      break
    default:
      define(
        holder,
        key,
        value instanceof Uint8Array && random.chance(0.5) ? mutatedBytes(value, random) : pick(random),
      )
  }
}

const pick = (random: Seeded): unknown => copied(random.pick(HOSTILE))

function lengthened(value: unknown, random: Seeded): unknown {
  const times = random.between(2, 2_000)
  if (typeof value === 'string')
    return value.repeat(Math.ceil(Math.min(times * value.length, LONG) / (value.length || 1)))
  if (typeof value === 'number') return value * 10 ** random.between(1, 300)
  if (Array.isArray(value)) {
    const [first = 0] = value
    // Many of what is large itself would be more than a message can hold.
    return Array.from({ length: typeof first === 'number' ? times : 20 }, () => first)
  }
  return value
}

function nested(value: unknown, levels: number): unknown {
  let inner = value
  for (let i = 0; i < levels; i++) inner = i % 2 === 0 ? [inner] : { a: inner }
  return inner
}

/** Everything within a value that has a place, with the place. */
function itemsOf(holder: object): Item[] {
  const items: Item[] = []
  for (const [key, value] of Object.entries(holder)) {
    items.push({ holder, key })
    if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && items.length < 500) {
      items.push(...itemsOf(value))
    }
  }
  return items
}

/** Sets an own property, also one called __proto__. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

function copied(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (Array.isArray(value)) return value.map(copied)
  if (typeof value !== 'object' || value === null) return value
  const copy = {}
  for (const [key, item] of Object.entries(value)) define(copy, key, copied(item))
  return copy
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
