import type { AssetType } from '@inkwire/protocol'

/** What a file is, by what stands in it. Sides in pixels, as the file says. */
export interface ImageFormat {
  readonly type: AssetType
  readonly w: number
  readonly h: number
}

/** What comes after a picture (an archive, a script, a video) is not looked at: it is not stored, and nothing that is served as an image can run. */
type Reader = (file: Buffer) => ImageFormat | undefined

/** The format of an image's file; undefined: it is none of those that are taken, or it breaks off. Never throws. */
export function imageFormat(file: Buffer): ImageFormat | undefined {
  for (const read of [png, jpeg, gif, webp]) {
    const found = read(file)
    if (found) return found.w > 0 && found.h > 0 ? found : undefined
  }
  return undefined
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Length, type and checksum around a chunk's data, bytes. */
const PNG_CHUNK = 12

const png: Reader = (file) => {
  if (!file.subarray(0, 8).equals(PNG_SIGNATURE)) return undefined
  if (file.length < 33 || file.readUInt32BE(8) !== 13 || ascii(file, 12, 4) !== 'IHDR') return undefined
  const [w, h] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  let data = false
  for (let at = 8; at + PNG_CHUNK <= file.length; ) {
    const [length, name] = [file.readUInt32BE(at), ascii(file, at + 4, 4)]
    if (at + PNG_CHUNK + length > file.length) return undefined
    if (name === 'IDAT') data = true
    if (name === 'IEND') return data ? { type: 'image/png', w, h } : undefined
    at += PNG_CHUNK + length
  }
  return undefined
}

/** Markers that stand alone, without a length. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
/** The markers that tell the sides: all frames, without the tables that lie between them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

const jpeg: Reader = (file) => {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined
  let sides: { readonly w: number; readonly h: number } | undefined
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) return undefined
    const marker = file[at + 1] ?? 0
    if (marker === 0xff) at += 1
    else if (isBare(marker)) at += 2
    else {
      const length = file.readUInt16BE(at + 2)
      if (length < 2 || at + 2 + length > file.length) return undefined
      if (isFrame(marker)) {
        if (length < 8) return undefined
        sides = { h: file.readUInt16BE(at + 5), w: file.readUInt16BE(at + 7) }
      }
      // After the start of the scan come the picture's own bytes; it is whole where its end follows somewhere.
      if (marker === 0xda) {
        const ends = file.indexOf(JPEG_END, at + 2 + length) !== -1
        return sides && ends ? { type: 'image/jpeg', ...sides } : undefined
      }
      if (marker === 0xd9) return undefined
      at += 2 + length
    }
  }
  return undefined
}

const JPEG_END = Buffer.from([0xff, 0xd9])

const gif: Reader = (file) => {
  const signature = ascii(file, 0, 6)
  if ((signature !== 'GIF87a' && signature !== 'GIF89a') || file.length < 13) return undefined
  const [w, h] = [file.readUInt16LE(6), file.readUInt16LE(8)]
  let at = 13 + gifTable(file[10] ?? 0)
  let pictures = 0
  while (at < file.length) {
    const block = file[at]
    if (block === 0x3b) return pictures > 0 ? { type: 'image/gif', w, h } : undefined
    if (block === 0x21) at = gifBlocks(file, at + 2)
    else if (block === 0x2c) {
      if (at + 10 > file.length) return undefined
      pictures++
      // Descriptor, colours, and the code size before the data.
      at = gifBlocks(file, at + 10 + gifTable(file[at + 9] ?? 0) + 1)
    } else return undefined
  }
  return undefined
}

/** Bytes of the colours that a packed field announces. */
export const gifTable = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1))

/** Where blocks end, each of which begins with its length. */
export function gifBlocks(file: Buffer, from: number): number {
  let at = from
  while (at < file.length && file[at] !== 0) at += 1 + (file[at] ?? 0)
  return at + 1
}

const webp: Reader = (file) => {
  if (file.length < 25 || ascii(file, 0, 4) !== 'RIFF' || ascii(file, 8, 4) !== 'WEBP') return undefined
  if (file.readUInt32LE(4) + 8 > file.length) return undefined
  const type = 'image/webp'
  const name = ascii(file, 12, 4)
  // Up to their sides all others are longer.
  if (name !== 'VP8L' && file.length < 30) return undefined
  switch (name) {
    case 'VP8 ':
      if (file.readUIntLE(23, 3) !== 0x2a019d) return undefined
      return { type, w: file.readUInt16LE(26) & 0x3fff, h: file.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      if (file[20] !== 0x2f) return undefined
      const bits = file.readUInt32LE(21)
      return { type, w: (bits & 0x3fff) + 1, h: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { type, w: file.readUIntLE(24, 3) + 1, h: file.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}

const ascii = (file: Buffer, at: number, length: number): string => file.toString('latin1', at, at + length)
