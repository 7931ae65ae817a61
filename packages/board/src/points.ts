import { PackError, PackReader, PackWriter } from './pack.ts'

/** A point of a freehand stroke: px relative to the stroke's (x, y), pressure 0…1. */
export interface StrokePoint {
  readonly x: number
  readonly y: number
  readonly pressure: number
}

/** Pressure of a device that has none. */
export const DEFAULT_PRESSURE = 0.5

/** Units of a px at zoom 1 are 2^-4; each doubling of the zoom adds one bit, so that detail drawn close up stays. */
export const BASE_BITS = 4
export const MAX_BITS = 12

/** How finely points drawn at a zoom are stored: k of the unit 2^-(4+k) px. */
export function pointBits(zoom: number): number {
  return Math.min(MAX_BITS, Math.max(0, Math.ceil(Math.log2(zoom))))
}

/** Rounds a coordinate to the unit in which points drawn at `zoom` are stored. */
export function snapToUnit(value: number, zoom: number): number {
  const scale = 2 ** (BASE_BITS + pointBits(zoom))
  return Math.round(value * scale) / scale
}

export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)
export const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

/** Packs points: a byte for k, the count, then for each point zigzag varints of its distance to the one before, and a pressure byte. */
export function packPoints(points: readonly StrokePoint[], zoom: number): Uint8Array {
  const bits = pointBits(zoom)
  const scale = 2 ** (BASE_BITS + bits)
  const writer = new PackWriter(points.length * 4 + 8)
  writer.byte(bits)
  writer.varint(points.length)
  let [x, y] = [0, 0]
  for (const point of points) {
    const nextX = Math.round(point.x * scale)
    const nextY = Math.round(point.y * scale)
    writer.varint(zigzag(nextX - x))
    writer.varint(zigzag(nextY - y))
    writer.byte(Math.round(Math.min(1, Math.max(0, point.pressure)) * 255))
    x = nextX
    y = nextY
  }
  return writer.finish()
}

/** How many points are packed there, by the head alone. */
export function pointCount(bytes: Uint8Array): number {
  const reader = new PackReader(bytes)
  reader.byte()
  return reader.count(3)
}

/**
 * Calls back with each point, in turn, and makes nothing else of them: for bounds and small pictures of many strokes.
 *
 * @returns whether the bytes held points to their end; those before a fault were told
 */
export function eachPoint(bytes: Uint8Array, tell: (x: number, y: number, pressure: number) => void): boolean {
  const bits = bytes[0] ?? MAX_BITS + 1
  if (bits > MAX_BITS) return false
  const scale = 2 ** (BASE_BITS + bits)
  let at = 1
  const varint = (): number => {
    let [value, factor] = [0, 1]
    for (;;) {
      const byte = bytes[at++]
      if (byte === undefined) return Number.NaN
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
  }
  const count = varint()
  let [x, y] = [0, 0]
  for (let i = 0; i < count; i++) {
    x += unzigzag(varint())
    y += unzigzag(varint())
    const pressure = bytes[at++]
    if (pressure === undefined || Number.isNaN(x) || Number.isNaN(y)) return false
    tell(x / scale, y / scale, pressure / 255)
  }
  return at === bytes.length
}

/** Unpacks points. Throws PackError for bytes that `packPoints` would not have made. */
export function unpackPoints(bytes: Uint8Array): StrokePoint[] {
  const reader = new PackReader(bytes)
  const bits = reader.byte()
  if (bits > MAX_BITS) throw new PackError('the points are finer than any zoom')
  const scale = 2 ** (BASE_BITS + bits)
  const count = reader.count(3)
  const points: StrokePoint[] = []
  let [x, y] = [0, 0]
  for (let i = 0; i < count; i++) {
    x += unzigzag(reader.varint())
    y += unzigzag(reader.varint())
    points.push({ x: x / scale, y: y / scale, pressure: reader.byte() / 255 })
  }
  if (!reader.done) throw new PackError('bytes are left over after the points')
  return points
}
