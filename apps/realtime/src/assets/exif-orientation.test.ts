import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exifOf, orientationOf } from './exif-orientation.ts'
import { photoExif } from './sample-photos.ts'

/** Bytes of an entry of a directory. */
const ENTRY = 12

describe('how a picture is turned', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is read from what cameras write, and from what is written here: %i',
    (orientation) => {
      expect(orientationOf(photoExif(orientation))).toBe(orientation)
      expect(orientationOf(exifOf(orientation))).toBe(orientation)
    },
  )

  test.each([0, 9, 0xffff])('is not at all where no such turn is: %i', (orientation) => {
    expect(orientationOf(photoExif(orientation))).toBe(1)
  })

  test('is what the first entry says that makes sense, as in Chromium', () => {
    const photo = photoExif(6)
    /** The first entry, in front of the true one, is about the turn, too. */
    const first = (type: number, count: number, value: number): Buffer => {
      const twice = Buffer.from(photo)
      twice.writeUInt16BE(0x0112, 10)
      twice.writeUInt16BE(type, 12)
      twice.writeUInt32BE(count, 14)
      twice.writeUInt16BE(value, 18)
      return twice
    }
    expect([first(3, 1, 8), first(3, 1, 9), first(4, 1, 8), first(3, 2, 8)].map(orientationOf)).toEqual([8, 6, 6, 6])
  })

  test('is not at all where the entry breaks off', () => {
    const end = 10 + 2 * ENTRY
    expect(orientationOf(photoExif(6).subarray(0, end))).toBe(6)
    for (let length = 0; length < end; length++) expect(orientationOf(photoExif(6).subarray(0, length))).toBe(1)
  })

  test('is one of eight, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(70), (noise, length) => {
        const turn = orientationOf(Buffer.concat([photoExif(6).subarray(0, length), noise]))
        expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(turn)
      }),
      { numRuns: 2_000 },
    )
  })
})
