import { crc32, deflateSync } from 'node:zlib'

/** Small pictures for tests, whole files. */

const decoded = (base64: string): Buffer => Buffer.from(base64, 'base64')

/** 3 × 2 px, red, the GIF 1 × 1; the progressive JPEG and those that move, of two pictures, have 16 × 8 px in four colours. */
export const SAMPLES = {
  jpeg: decoded(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI//////////////////////////////////////////' +
      '//////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAC' +
      'AAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwT/xA' +
      'AUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCQA1j/2Q==',
  ),
  webp: decoded('UklGRjQAAABXRUJQVlA4ICgAAACQAQCdASoDAAIAB0CWJaACdLoAA5gA/uUK+Cepco/+N48CvJdjoAAA'),
  losslessWebp: decoded('UklGRhwAAABXRUJQVlA4TA8AAAAvAkAAAAcQ/Y/+ByKi/wEA'),
  gif: decoded('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'),
  progressiveJpeg: decoded(
    '/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4a' +
      'HjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wgARCAAIABADAREAAhEBAxEB/8QA' +
      'FQABAQAAAAAAAAAAAAAAAAAABAX/xAAWAQEBAQAAAAAAAAAAAAAAAAAEAwX/2gAMAwEAAhADEAAAATvrQwy//8QAFhABAQEAAAAAAAAAAAAA' +
      'AAAAABIT/9oACAEBAAEFAqZv/8QAFhEAAwAAAAAAAAAAAAAAAAAAABRh/9oACAEDAQE/AWYL0//EABYRAQEBAAAAAAAAAAAAAAAAAAASE//a' +
      'AAgBAgEBPwGWj//EABUQAQEAAAAAAAAAAAAAAAAAAAAx/9oACAEBAAY/Alf/xAAXEAEAAwAAAAAAAAAAAAAAAAAAEXHw/9oACAEBAAE/IaNQ' +
      '/9oADAMBAAIAAwAAABAr/8QAFxEAAwEAAAAAAAAAAAAAAAAAABHh8P/aAAgBAwEBPxDbhhU//8QAFREBAQAAAAAAAAAAAAAAAAAAAHH/2gAI' +
      'AQIBAT8QpD//xAAXEAADAQAAAAAAAAAAAAAAAAAAEfDx/9oACAEBAAE/ELZOj//Z',
  ),
  movingWebp: decoded(
    'UklGRuIAAABXRUJQVlA4WAoAAAACAAAADwAABwAAQU5JTQYAAAD/////AABBTk1GVgAAAAAAAAAAAA8AAAcAAGQAAAJWUDggPgAAABACAJ0B' +
      'KhAACAADgFolsAJ0ugADCzXHssAA/g81eZ9pix/8c4bt0ts2qUPawuHNUP29b68Ncyu3zqY5REAAQU5NRlgAAAAAAAAAAAAPAAAHAABkAAAA' +
      'VlA4IEAAAAA0AgCdASoQAAgAAABaJbACdLoAAwuN6CQNwAD+7Uh9NNvH/w0NhycDqVHiUZf+4wdaVBb35gaxt8RkS5GViAAA',
  ),
  movingGif: decoded(
    'R0lGODlhEAAIAIIAAExpcRTIPB485vDcKOYU3AAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQFCgAAACwAAAAAEAAIAAADHEi6Gv6O' +
      'MQjlos82HIT/3iCOIgiSpPmhoxqyQwIAIfkEBQoAAAAsAAAAABAACAAAAxw4uir+jjEI5aLPNiyC/x4hjiIIkqT5oaMaskQCADs=',
  ),
} as const

/** A PNG of one colour; `claim` says other sides than it has. */
export function samplePng(
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number] = [255, 0, 0],
  claim: { readonly width: number; readonly height: number } = { width, height },
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(claim.width, 0)
  header.writeUInt32BE(claim.height, 4)
  // 8 bits, red, green and blue.
  header.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.alloc(1 + 3 * width)
  for (let x = 0; x < width; x++) row.set([red, green, blue], 1 + 3 * x)
  const rows = Buffer.concat(Array.from({ length: height }, () => row))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A chunk with its checksum. */
export function pngChunk(name: string, data: string | Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), typeof data === 'string' ? Buffer.from(data) : data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(named.length - 4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
