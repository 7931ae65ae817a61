import { pngChunk, SAMPLES } from './sample-pictures.ts'

/** What makes of a picture what phones and programs make of it, for tests. */

/** Stands in all places where such files tell of people. */
export const SECRET = '48.2N 16.4E Ann’s phone 2026-11-23'
const secret = Buffer.from(SECRET)

/** Exif as a camera writes it, without `Exif\0\0`: the turn, and behind it whatever else. */
export function photoExif(orientation: number): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 3 * 12 + 4)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(3, 8)
  const entry = (i: number, tag: number, type: number, count: number, value: number) => {
    const at = 10 + i * 12
    tiff.writeUInt16BE(tag, at)
    tiff.writeUInt16BE(type, at + 2)
    tiff.writeUInt32BE(count, at + 4)
    tiff.writeUInt32BE(value, at + 8)
  }
  // Who made it, a text; the turn, a short on the left side of its four bytes; where the directory of places is.
  entry(0, 0x010f, 2, secret.length, tiff.length)
  entry(1, 0x0112, 3, 1, orientation * 0x10000)
  entry(2, 0x8825, 4, 1, tiff.length)
  return Buffer.concat([tiff, secret])
}

export function jpegSegment(marker: number, ...parts: readonly (string | Buffer)[]): Buffer {
  const data = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  return Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]), data])
}

/** Behind SOI. A preview, with Exif of its own, follows the picture. */
export function photoJpeg(file: Buffer, orientation: number): Buffer {
  return Buffer.concat([
    file.subarray(0, 2),
    jpegSegment(0xe1, 'Exif\0\0', photoExif(orientation)),
    jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', secret),
    jpegSegment(0xe0, 'JFXX\0', secret),
    jpegSegment(0xe2, 'MPF\0', secret),
    jpegSegment(0xed, 'Photoshop 3.0\0', secret),
    jpegSegment(0xef, secret),
    // The end of a picture, in what is none.
    jpegSegment(0xfe, secret, Buffer.from([0xff, 0xd9])),
    file.subarray(2),
    SAMPLES.jpeg.subarray(0, 2),
    jpegSegment(0xe1, 'Exif\0\0', photoExif(3)),
    SAMPLES.jpeg.subarray(2),
    secret,
  ])
}

/** Behind IHDR and in front of IEND. */
export function photoPng(file: Buffer, orientation: number): Buffer {
  return Buffer.concat([
    file.subarray(0, 33),
    pngChunk('eXIf', photoExif(orientation)),
    pngChunk('tEXt', `Author\0${SECRET}`),
    pngChunk('zTXt', `Comment\0\0${SECRET}`),
    pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${SECRET}`),
    pngChunk('tIME', Buffer.from([7, 234, 11, 23, 12, 0, 0])),
    pngChunk('sPLT', `${SECRET}\0`),
    pngChunk('prVt', SECRET),
    file.subarray(33, -12),
    pngChunk('tEXt', `Comment\0${SECRET}`),
    file.subarray(-12),
    secret,
  ])
}

export function riffChunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

export function riff(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  const head = Buffer.from('RIFF\0\0\0\0')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

/** The sides and flags of an extended WebP. */
export function vp8x(width: number, height: number, flags: number): Buffer {
  const data = Buffer.alloc(10)
  data[0] = flags
  data.writeUIntLE(width - 1, 4, 3)
  data.writeUIntLE(height - 1, 7, 3)
  return riffChunk('VP8X', data)
}

/** Of a WebP that is one chunk, or extended already. */
export function photoWebp(file: Buffer, width: number, height: number, orientation: number): Buffer {
  const extended = file.toString('latin1', 12, 16) === 'VP8X'
  return Buffer.concat([
    riff(
      vp8x(width, height, (extended ? (file[20] ?? 0) : 0) | 0x0c),
      file.subarray(extended ? 30 : 12),
      riffChunk('NOTE', secret),
      riffChunk('EXIF', photoExif(orientation)),
      riffChunk('XMP ', secret),
    ),
    secret,
  ])
}

/** Blocks of a GIF, each with its length in front. */
export function gifBlock(label: number, ...blocks: readonly (string | Buffer)[]): Buffer {
  const parts = blocks.map((block) => (typeof block === 'string' ? Buffer.from(block) : block))
  return Buffer.concat([
    Buffer.from([0x21, label]),
    ...parts.flatMap((part) => [Buffer.from([part.length]), part]),
    Buffer.from([0]),
  ])
}

/** Behind the colours, of a GIF that has `colors` of them for all its pictures. */
export function photoGif(file: Buffer, colors: number): Buffer {
  const head = 13 + 3 * colors
  return Buffer.concat([
    file.subarray(0, head),
    gifBlock(0xfe, SECRET),
    gifBlock(0xff, 'XMP DataXMP', SECRET),
    gifBlock(0x01, Buffer.alloc(12), SECRET),
    file.subarray(head, -1),
    gifBlock(0xfe, SECRET),
    file.subarray(-1),
    secret,
  ])
}
