import { crc32 } from 'node:zlib'
import type { AssetType } from '@inkwire/protocol'
import { exifOf, orientationOf } from './exif-orientation.ts'
import { gifBlocks, gifTable } from './image-format.ts'

/**
 * An image's file without what tells of people and devices: where and when a photo was taken and with what, comments, previews,
 * what stands behind the picture. What is drawn stays bit for bit, with its colour profile and the turn that makes it stand
 * upright. Nothing is decoded, and what is not known to be needed for the picture's look goes. A file that was cleaned stays as it is.
 *
 * @param file one that `imageFormat` takes, with the type that it says
 * @returns undefined where the picture in it can't be found, which is so for browsers, too. Never throws.
 */
export function withoutPrivateData(file: Buffer, type: AssetType): Buffer | undefined {
  switch (type) {
    case 'image/jpeg':
      return jpeg(file)
    case 'image/png':
      return png(file)
    case 'image/webp':
      return webp(file)
    case 'image/gif':
      return gif(file)
  }
}

/** Bytes by which a file can get longer: the Exif that is written is whole, also where the one that was read is not. */
const ROOM = 64

/** Bytes that are copied faster one by one. */
const BY_HAND = 64

/** What is kept of a file, in one piece of memory: a hostile file has a million parts. */
class Kept {
  readonly bytes: Buffer
  length = 0

  constructor(private readonly file: Buffer) {
    this.bytes = Buffer.allocUnsafe(file.length + ROOM)
  }

  keep(from: number, to: number): void {
    const { file, bytes } = this
    if (to - from > BY_HAND) this.length += file.copy(bytes, this.length, from, to)
    else for (let at = from; at < to; at++) bytes[this.length++] = file[at] ?? 0
  }

  add(...parts: readonly ArrayLike<number>[]): void {
    for (const part of parts) {
      this.bytes.set(part, this.length)
      this.length += part.length
    }
  }

  get all(): Buffer {
    return this.bytes.subarray(0, this.length)
  }
}

const [SOI, EOI, SOS, APP0, APP1, APP2, APP14] = [0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee] as const
const EXIF = Buffer.from('Exif\0\0', 'latin1')
/** Bytes of JFIF's segment with its length, up to the preview. */
const JFIF = 16

/**
 * Markers and segments: ISO/IEC 10918-1, annex B. What programs put into them: JFIF is ISO/IEC 10918-5, Exif CIPA DC-008 (4.7),
 * profiles ICC.1 (annex B.4), Adobe's ISO/IEC 10918-6 (6.5.3).
 */
function jpeg(file: Buffer): Buffer | undefined {
  const kept = new Kept(file)
  kept.keep(0, 2)
  let [exif, scan] = [false, false]
  for (let at = markerFrom(file, 2); at !== -1; ) {
    const marker = file[at] ?? EOI
    // Behind the end there are other pictures, with Exif of their own, and videos.
    if (marker === EOI || marker === SOI || at + 3 > file.length) break
    const data = at + 3
    const end = at + 1 + file.readUInt16BE(at + 1)
    if (end < data || end > file.length) break
    const next = markerFrom(file, end)
    // Frames, scans, and the tables that they need; a scan's own bytes follow it.
    if (marker >= 0xc0 && marker <= 0xdf) kept.keep(at - 1, marker !== SOS ? end : next === -1 ? file.length : next - 1)
    else if (marker === APP2 && reads(file, data, end, 'ICC_PROFILE\0')) kept.keep(at - 1, end)
    else if (marker === APP14 && reads(file, data, end, 'Adobe')) kept.keep(at - 1, end)
    else if (marker === APP0 && reads(file, data, end, 'JFIF\0') && end >= at + 1 + JFIF) {
      // Without its preview, whose two sides come last.
      kept.add([0xff, APP0, 0, JFIF])
      kept.keep(data, at + 1 + JFIF - 2)
      kept.add([0, 0])
    } else if (marker === APP1 && reads(file, data, end, 'Exif\0') && !exif && !scan) {
      exif = true
      const tiff = turnOf(file.subarray(data + EXIF.length, end))
      if (tiff) kept.add([0xff, APP1, 0, 2 + EXIF.length + tiff.length], EXIF, tiff)
    }
    if (marker === SOS) scan = true
    at = next
  }
  // One that breaks off in a later scan ends there: Chromium's canvas shows none that has no end.
  kept.add([0xff, EOI])
  return scan ? kept.all : undefined
}

/**
 * Where the code of the next marker stands; -1: there is none. As decoders do, it passes over what stands between segments. In a
 * scan, 0xff stands in front of 0, for itself, and in marks that belong to it.
 */
function markerFrom(file: Buffer, from: number): number {
  for (let at = from; at < file.length; at++) {
    if (file[at] !== 0xff) continue
    while (file[at] === 0xff) at++
    const code = file[at] ?? 0
    if (code > 0x01 && (code < 0xd0 || code > 0xd7)) return at
  }
  return -1
}

/** Chunks without which the picture would look otherwise, or not at all, those of animations among them. */
const PNG_LOOK: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
)

/** Chunks: Portable Network Graphics, third edition (W3C), 5 and 11. */
function png(file: Buffer): Buffer | undefined {
  const kept = new Kept(file)
  kept.keep(0, 8)
  let exif = false
  for (let at = 8; at + 12 <= file.length; ) {
    const name = ascii(file, at + 4)
    const end = at + 12 + file.readUInt32BE(at)
    if (end > file.length) return undefined
    if (name === 'IEND') {
      kept.add(pngChunk(name, Buffer.alloc(0)))
      return kept.all
    }
    if (PNG_LOOK.has(name)) kept.keep(at, end)
    else if (name === 'eXIf' && !exif) {
      exif = true
      const tiff = turnOf(file.subarray(at + 8, end - 4))
      if (tiff) kept.add(pngChunk(name, tiff))
    }
    at = end
  }
  return undefined
}

function pngChunk(name: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(name, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), 8 + data.length)
  return chunk
}

/** Bits of VP8X: the file has Exif, it has XMP. */
const [HAS_EXIF, HAS_XMP] = [0x08, 0x04] as const
/** Bytes of VP8X, and of a frame of an animation in front of its chunks. */
const [VP8X, ANMF] = [10, 16] as const
/** Chunks of one picture, with the bytes that they have at least; how it is seen through is none without the other. */
const STILL: ReadonlyMap<string, number> = new Map([
  ['VP8 ', 10],
  ['VP8L', 5],
  ['ALPH', Number.POSITIVE_INFINITY],
])

/** Chunks: RFC 9649, 2. */
function webp(file: Buffer): Buffer | undefined {
  const kept = new Kept(file)
  kept.keep(0, 12)
  const extended = ascii(file, 12) === 'VP8X'
  const flags = extended ? (file[20] ?? 0) : 0
  let [exif, turned, drawn] = [false, false, false]
  const keep = ({ at, end }: RiffChunk): void => {
    kept.keep(at, end)
    if (end % 2 === 1) kept.add([0])
  }
  for (const chunk of riffChunks(file, 12, 8 + file.readUInt32LE(4))) {
    const { name, at, data, end } = chunk
    const least = STILL.get(name)
    if (least !== undefined) {
      keep(chunk)
      drawn ||= end - data >= least
    } else if (name === 'ANMF' && end - data >= ANMF) {
      const start = kept.length
      kept.keep(at, data + ANMF)
      for (const part of riffChunks(file, data + ANMF, end)) if (STILL.has(part.name)) keep(part)
      kept.bytes.writeUInt32LE(kept.length - start - 8, start + 4)
      drawn = true
    } else if (name === 'ICCP' || name === 'ANIM' || (at === 12 && end - data === VP8X)) keep(chunk)
    else if (name === 'EXIF' && !exif) {
      exif = true
      const tiff = (flags & HAS_EXIF) === 0 ? undefined : turnOf(file.subarray(data, end))
      turned = tiff !== undefined
      if (tiff) kept.add(Buffer.from('EXIF', 'latin1'), [tiff.length, 0, 0, 0], tiff)
    }
    // A file that does not begin with VP8X is one chunk.
    if (!extended) break
  }
  kept.bytes.writeUInt32LE(kept.length - 8, 4)
  if (extended) kept.bytes[20] = (flags & ~(HAS_EXIF | HAS_XMP)) | (turned ? HAS_EXIF : 0)
  return drawn ? kept.all : undefined
}

/** Where a chunk, its data and what follows its data begin. */
interface RiffChunk {
  readonly name: string
  readonly at: number
  readonly data: number
  readonly end: number
}

/** All that are whole. Each begins at an even place. */
function* riffChunks(file: Buffer, from: number, to: number): Iterable<RiffChunk> {
  for (let at = from; at + 8 <= to; ) {
    const end = at + 8 + file.readUInt32LE(at + 4)
    if (end > to) return
    yield { name: ascii(file, at), at, data: at + 8, end }
    at = end + (end % 2)
  }
}

/** Applications' extensions that tell how a picture looks: how often it is repeated, its colour profile. */
const GIF_LOOK: ReadonlySet<string> = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'])

/** Blocks: GIF89a (CompuServe, 1990), appendix A. No browser draws its plain text. */
function gif(file: Buffer): Buffer | undefined {
  const kept = new Kept(file)
  let at = 13 + gifTable(file[10] ?? 0)
  kept.keep(0, at)
  while (at < file.length) {
    const [block, from] = [file[at], at]
    if (block === 0x3b) {
      kept.add([block])
      return kept.all
    }
    if (block === 0x2c) at = gifBlocks(file, at + 10 + gifTable(file[at + 9] ?? 0) + 1)
    else if (block === 0x21) at = gifBlocks(file, at + 2)
    else return undefined
    const label = file[from + 1]
    const application = label === 0xff && file[from + 2] === 11 && GIF_LOOK.has(ascii(file, from + 3, 11))
    if (block === 0x2c || label === 0xf9 || application) kept.keep(from, at)
  }
  return undefined
}

/** Exif with nothing but the turn; undefined: the picture stands upright without one. */
function turnOf(exif: Buffer): Buffer | undefined {
  const orientation = orientationOf(exif)
  return orientation === 1 ? undefined : exifOf(orientation)
}

/** Whether a text stands at a place, within its segment. */
function reads(file: Buffer, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false
  for (let i = 0; i < text.length; i++) if (file[at + i] !== text.charCodeAt(i)) return false
  return true
}

const ascii = (file: Buffer, at: number, length = 4): string => file.toString('latin1', at, at + length)
