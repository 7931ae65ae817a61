/**
 * How a picture has to be turned to stand upright, as cameras say it: 1 (it stands) to 8. It is the tag 0x0112 in the first
 * directory of Exif, which is a TIFF (CIPA DC-008, 4.6; TIFF 6.0, section 2).
 */
const ORIENTATION = 0x0112
/** The type of a number of two bytes. */
const SHORT = 3
/** Bytes of one entry of a directory: tag, type, count, value. */
const ENTRY = 12

/** Reads it from a TIFF, as browsers do: the first that makes sense; 1 where there is none. Never throws. */
export function orientationOf(tiff: Buffer): number {
  const order = tiff.toString('latin1', 0, 4)
  if (order !== 'II*\0' && order !== 'MM\0*') return 1
  const little = order === 'II*\0'
  const short = (at: number): number => {
    if (at + 2 > tiff.length) return 0
    return little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  }
  const long = (at: number): number => {
    if (at + 4 > tiff.length) return 0
    return little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  }
  const directory = long(4)
  const entries = short(directory)
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + i * ENTRY
    if (at + ENTRY > tiff.length) break
    const value = short(at + 8)
    const sound = short(at + 2) === SHORT && long(at + 4) === 1 && value >= 1 && value <= 8
    if (short(at) === ORIENTATION && sound) return value
  }
  return 1
}

/** A TIFF that says this and nothing else, 26 bytes. */
export function exifOf(orientation: number): Buffer {
  return Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, SHORT, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]) // biome-ignore format: one row
}
