/** Bytes of the first point, three float32, and of each later one, three float16. */
const FIRST_BYTES = 12
const POINT_BYTES = 6
/** A mouse's pressure. */
const PRESSURE = 0.5

/** A stroke's points as tldraw packs them: base64 of the first point, then the distance of each from the one before. */
export function packedPath(pts: readonly number[], how: 'from its first point' | 'going on'): string {
  const whole = how === 'from its first point'
  const points = pts.length / 2
  const bytes = Buffer.alloc(whole ? FIRST_BYTES + (points - 1) * POINT_BYTES : points * POINT_BYTES)
  let [x = 0, y = 0] = pts
  let at = 0
  if (whole) {
    bytes.writeFloatLE(x, 0)
    bytes.writeFloatLE(y, 4)
    bytes.writeFloatLE(PRESSURE, 8)
    at = FIRST_BYTES
  }
  for (let i = whole ? 2 : 0; i + 1 < pts.length; i += 2, at += POINT_BYTES) {
    const [nextX = 0, nextY = 0] = [pts[i], pts[i + 1]]
    bytes.writeUInt16LE(float16(nextX - x), at)
    bytes.writeUInt16LE(float16(nextY - y), at + 2)
    x = nextX
    y = nextY
  }
  return bytes.toString('base64')
}

/** The bits of the nearest smaller float16; what is too small for one is 0. */
function float16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0
  const sign = (bits >> 16) & 0x8000
  const exponent = ((bits >> 23) & 0xff) - 112
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((bits >> 13) & 0x3ff)
}
