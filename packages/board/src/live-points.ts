import { DOCUMENT_LIMITS } from './limits.ts'
import { PackError, PackWriter } from './pack.ts'
import { BASE_BITS, DEFAULT_PRESSURE, MAX_BITS, pointBits, type StrokePoint, unzigzag, zigzag } from './points.ts'

/** In the first byte, beside k: a byte of pressure follows each point. */
const PRESSURE = 0x10
const DEFAULT_PRESSURE_BYTE = Math.round(DEFAULT_PRESSURE * 255)
/** From one end of the board to the other, px. */
const FARTHEST = 2 * DOCUMENT_LIMITS.coordinate

const pressureByte = ({ pressure }: StrokePoint): number => Math.round(Math.min(1, Math.max(0, pressure)) * 255)

/**
 * Packs points of a stroke that is being drawn, shorter than they are stored: a byte for k, then for each point zigzag varints of its distance to
 * where the two before it pointed, and a byte of pressure, unless all have the one of a device that has none. A hand moves smoothly, so that
 * mostly two bytes are enough for a point.
 */
export function packLivePoints(points: readonly StrokePoint[], zoom: number): Uint8Array {
  const bits = pointBits(zoom)
  const scale = 2 ** (BASE_BITS + bits)
  const hasPressure = points.some((point) => pressureByte(point) !== DEFAULT_PRESSURE_BYTE)
  const writer = new PackWriter(points.length * 5 + 8)
  writer.byte(hasPressure ? bits | PRESSURE : bits)
  let [x, y, nextX, nextY] = [0, 0, 0, 0]
  for (const [i, point] of points.entries()) {
    const atX = Math.round(point.x * scale)
    const atY = Math.round(point.y * scale)
    writer.varint(zigzag(atX - nextX))
    writer.varint(zigzag(atY - nextY))
    if (hasPressure) writer.byte(pressureByte(point))
    nextX = i === 0 ? atX : 2 * atX - x
    nextY = i === 0 ? atY : 2 * atY - y
    x = atX
    y = atY
  }
  return writer.finish()
}

/**
 * Unpacks them, and the zoom that they were packed for, rounded up to a power of two. Throws PackError for bytes that `packLivePoints`
 * would not have made of points on a board.
 *
 * @param most points that there may be
 */
export function unpackLivePoints(bytes: Uint8Array, most: number): { points: StrokePoint[]; zoom: number } {
  const first = bytes[0] ?? 0xff
  const hasPressure = (first & PRESSURE) !== 0
  const bits = hasPressure ? first - PRESSURE : first
  if (bits > MAX_BITS) throw new PackError('the points are finer than any zoom')
  const scale = 2 ** (BASE_BITS + bits)
  const farthest = FARTHEST * scale
  const points: StrokePoint[] = []
  let at = 1
  // By hand: a server reads tens of thousands of these a second.
  const step = (): number => {
    let [value, factor] = [0, 1]
    for (;;) {
      const byte = bytes[at++]
      if (byte === undefined) throw new PackError('the bytes end too early')
      value += (byte & 0x7f) * factor
      if (byte < 0x80) {
        if (byte === 0 && factor > 1) throw new PackError('a distance is not in its shortest form')
        return unzigzag(value)
      }
      factor *= 128
      if (factor > Number.MAX_SAFE_INTEGER) throw new PackError('a distance is too large')
    }
  }
  let [x, y, nextX, nextY] = [0, 0, 0, 0]
  while (at < bytes.length) {
    const atX = nextX + step()
    const atY = nextY + step()
    if (Math.abs(atX) > farthest || Math.abs(atY) > farthest) throw new PackError('a point is far away')
    const pressure = hasPressure ? bytes[at++] : DEFAULT_PRESSURE_BYTE
    if (pressure === undefined) throw new PackError('the bytes end too early')
    nextX = points.length === 0 ? atX : 2 * atX - x
    nextY = points.length === 0 ? atY : 2 * atY - y
    x = atX
    y = atY
    if (points.length >= most) throw new PackError('a stroke has too many points')
    points.push({ x: atX / scale, y: atY / scale, pressure: pressure / 255 })
  }
  return { points, zoom: 2 ** bits }
}
