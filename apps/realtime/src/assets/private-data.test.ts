import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orientationOf } from './exif-orientation.ts'
import { imageFormat } from './image-format.ts'
import { withoutPrivateData } from './private-data.ts'
import { gifBlock, jpegSegment, photoExif, photoGif, photoJpeg, photoPng, photoWebp, riff, riffChunk, SECRET, vp8x } from './sample-photos.ts' // biome-ignore format: one row
import { pngChunk, SAMPLES, samplePng } from './sample-pictures.ts'

/** What the server stores of a file; undefined: it refuses it. */
const cleaned = (file: Buffer): Buffer | undefined => {
  const format = imageFormat(file)
  return format && withoutPrivateData(file, format.type)
}

const hex = (file: Buffer | undefined): string | undefined => file?.toString('hex')
const holds = (file: Buffer | undefined, ...bytes: readonly (string | Buffer)[]): readonly boolean[] =>
  bytes.map((one) => file?.includes(one) ?? false)

const png = samplePng(40, 30)
const { jpeg, progressiveJpeg, webp, losslessWebp, gif, movingGif, movingWebp } = SAMPLES

/** Of JPEGs, behind `Exif\0\0`. */
const turnIn = (file: Buffer | undefined): number => {
  const at = file?.indexOf('Exif\0\0') ?? -1
  return file && at !== -1 ? orientationOf(file.subarray(at + 6)) : 1
}

describe('a picture', () => {
  test.each([
    ['JPEG', jpeg],
    ['progressive JPEG', progressiveJpeg],
    ['PNG', png],
    ['WebP', webp],
    ['lossless WebP', losslessWebp],
    ['moving WebP', movingWebp],
    ['GIF', gif],
    ['moving GIF', movingGif],
  ])('that holds nothing else stays as it is: %s', (_name, file) => {
    expect(hex(cleaned(file))).toBe(hex(file))
  })

  test.each([
    ['JPEG', photoJpeg(jpeg, 1), jpeg],
    ['progressive JPEG', photoJpeg(progressiveJpeg, 1), progressiveJpeg],
    ['PNG', photoPng(png, 1), png],
    ['WebP', photoWebp(webp, 3, 2, 1), riff(vp8x(3, 2, 0), webp.subarray(12))],
    ['GIF', photoGif(gif, 2), gif],
  ])('loses all that tells of people, and nothing else: %s', (_name, photo, picture) => {
    expect(holds(photo, SECRET)).toEqual([true])
    expect(hex(cleaned(photo))).toBe(hex(picture))
  })

  test.each([2, 3, 4, 5, 6, 7, 8])('keeps how it has to be turned: %i', (orientation) => {
    const photo = cleaned(photoJpeg(jpeg, orientation))
    expect([turnIn(photo), ...holds(photo, SECRET), photo?.length]).toEqual([orientation, false, jpeg.length + 36])
    const drawing = cleaned(photoPng(png, orientation))
    const chunk = drawing?.indexOf('eXIf') ?? 0
    expect(orientationOf(drawing?.subarray(chunk + 4) ?? png)).toBe(orientation)
    expect(holds(drawing, SECRET)).toEqual([false])
    const modern = cleaned(photoWebp(webp, 3, 2, orientation))
    const exif = modern?.indexOf('EXIF') ?? 0
    expect([orientationOf(modern?.subarray(exif + 8) ?? webp), modern?.[20]]).toEqual([orientation, 0x08])
    expect(holds(modern, SECRET)).toEqual([false])
  })

  test('keeps its colours: profiles, and what Adobe says of them', () => {
    const profile = jpegSegment(0xe2, 'ICC_PROFILE\0\u0001\u0001', 'as a screen has them')
    const adobe = jpegSegment(0xee, 'Adobe\0d\0\0\0\0\u0001')
    const [photo, clear] = [
      Buffer.concat([jpeg.subarray(0, 2), profile, adobe, jpegSegment(0xfe, SECRET), jpeg.subarray(2)]),
      Buffer.concat([jpeg.subarray(0, 2), profile, adobe, jpeg.subarray(2)]),
    ]
    expect(hex(cleaned(photo))).toBe(hex(clear))
    const chunks = ['gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'pHYs', 'tRNS', 'bKGD', 'acTL', 'fcTL', 'fdAT']
    const drawing = Buffer.concat([
      png.subarray(0, 33),
      ...chunks.map((name) => pngChunk(name, 'some')),
      png.subarray(33),
    ])
    expect(hex(cleaned(drawing))).toBe(hex(drawing))
    const modern = riff(vp8x(3, 2, 0x20), riffChunk('ICCP', Buffer.from('odd')), webp.subarray(12))
    expect(hex(cleaned(modern))).toBe(hex(modern))
    const moving = Buffer.concat([
      gif.subarray(0, 19),
      gifBlock(0xff, 'NETSCAPE2.0', Buffer.from([1, 0, 0])),
      gifBlock(0xff, 'ICCRGBG1012', 'as a screen has them'),
      gif.subarray(19),
    ])
    expect(hex(cleaned(moving))).toBe(hex(moving))
  })

  test('loses the preview that JFIF can hold', () => {
    // 1 × 1 px of a preview.
    const jfif = jpegSegment(0xe0, 'JFIF\0', Buffer.from([1, 1, 0, 0, 1, 0, 1, 1, 1]), 'rgb')
    const photo = Buffer.concat([jpeg.subarray(0, 2), jfif, jpeg.subarray(20)])
    expect(imageFormat(photo)).toBeDefined()
    expect(hex(cleaned(photo))).toBe(hex(jpeg))
  })

  test('of many scans ends with the last of them, whatever stands between them', () => {
    // The second scan's tables come behind the first; what looks like the end of a picture stands in a comment there.
    const between = progressiveJpeg.indexOf(
      Buffer.from([0xff, 0xc4]),
      progressiveJpeg.indexOf(Buffer.from([0xff, 0xda])),
    )
    expect(between).toBeGreaterThan(0)
    const photo = Buffer.concat([
      progressiveJpeg.subarray(0, between),
      jpegSegment(0xfe, SECRET, Buffer.from([0xff, 0xd9])),
      jpegSegment(0xe1, 'Exif\0\0', photoExif(6)),
      progressiveJpeg.subarray(between),
    ])
    expect(hex(cleaned(photo))).toBe(hex(progressiveJpeg))
  })

  test('that breaks off in a later scan is kept up to there', () => {
    const last = progressiveJpeg.lastIndexOf(Buffer.from([0xff, 0xda]))
    const broken = Buffer.concat([
      progressiveJpeg.subarray(0, last),
      jpegSegment(0xfe, Buffer.from([0xff, 0xd9])).subarray(0, -1),
    ])
    const ended = Buffer.concat([progressiveJpeg.subarray(0, last), Buffer.from([0xff, 0xd9])])
    expect(hex(cleaned(Buffer.concat([broken, Buffer.from([0xd9])])))).toBe(hex(ended))
  })

  test('has one turn: the first that is told, where browsers look for it', () => {
    const exif = (orientation: number) => jpegSegment(0xe1, 'Exif\0\0', photoExif(orientation))
    const twice = Buffer.concat([jpeg.subarray(0, 2), exif(6), exif(8), jpeg.subarray(2)])
    expect(turnIn(cleaned(twice))).toBe(6)
    // Exif that the file's head does not announce is not looked at.
    const hidden = riff(vp8x(3, 2, 0), webp.subarray(12), riffChunk('EXIF', photoExif(6)))
    expect(hex(cleaned(hidden))).toBe(hex(riff(vp8x(3, 2, 0), webp.subarray(12))))
  })

  test('moving loses what stands in its frames', () => {
    const at = movingWebp.indexOf('ANMF')
    const size = movingWebp.readUInt32LE(at + 4)
    const frame = riffChunk('ANMF', Buffer.concat([movingWebp.subarray(at + 8, at + 8 + size), riffChunk('NOTE', Buffer.from(SECRET))])) // biome-ignore format: one row
    const noted = riff(movingWebp.subarray(12, at), frame, movingWebp.subarray(at + 8 + size))
    expect(hex(cleaned(noted))).toBe(hex(movingWebp))
  })

  test('that is nowhere in its file is refused', () => {
    expect(cleaned(riff(vp8x(3, 2, 0)))).toBeUndefined()
    expect(cleaned(riff(vp8x(3, 2, 0), webp.subarray(12, 40)))).toBeUndefined()
  })
})

describe('whatever the bytes', () => {
  const files = [jpeg, progressiveJpeg, png, webp, losslessWebp, gif, movingGif, movingWebp]
  const photos = [photoJpeg(progressiveJpeg, 6), photoPng(png, 6), photoWebp(webp, 3, 2, 6), photoGif(gif, 2)]
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...[0xd8, 0xd9, 0xda, 0xe1, 0xff, 0].map((marker) => Uint8Array.of(0xff, marker)))) // biome-ignore format: one row

  const soundly = (file: Buffer): void => {
    const once = cleaned(file)
    if (!once) return
    expect(imageFormat(once)).toEqual(imageFormat(file))
    expect(hex(cleaned(once))).toBe(hex(once))
    expect(once.length).toBeLessThanOrEqual(file.length + 36)
  }

  test('cut, lengthened, overwritten: what is kept is an image of the same sides, and stays as it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files, ...photos),
        fc.array(fc.tuple(fc.nat(1_500), fc.nat(30), bytes), { maxLength: 4 }),
        (file, changes) => {
          let changed = file
          for (const [at, cut, into] of changes) {
            changed = Buffer.concat([changed.subarray(0, at), into, changed.subarray(at + cut)])
          }
          soundly(changed)
        },
      ),
      { numRuns: 10_000 },
    )
  })

  test('one byte other than it was, at each place', () => {
    for (const file of [...files, ...photos]) {
      for (let at = 0; at < file.length; at++) {
        for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
          const changed = Buffer.from(file)
          changed[at] = value
          soundly(changed)
        }
      }
    }
  })

  test('ten million of them, in a million parts, take a moment and not hours', () => {
    const part = (times: number, ...parts: readonly Buffer[]) => Buffer.alloc(times, Buffer.concat(parts))
    const hostile = [
      Buffer.concat([jpeg.subarray(0, 2), part(1e7, jpegSegment(0xe0), jpegSegment(0xdd)), jpeg.subarray(2)]),
      Buffer.concat([jpeg.subarray(0, -2), part(1e7, Buffer.from([0xff, 0])), jpeg.subarray(-2)]),
      Buffer.concat([jpeg.subarray(0, -2), part(1e7, Buffer.from([0xff])), jpeg.subarray(-2)]),
      Buffer.concat([
        png.subarray(0, 33),
        part(9_999_984, pngChunk('tEXt', ''), pngChunk('tRNS', '')),
        png.subarray(33),
      ]),
      riff(vp8x(3, 2, 0), part(1e7 - 16, riffChunk('NOTE', Buffer.alloc(0)), riffChunk('ALPH', Buffer.alloc(0))), webp.subarray(12)), // biome-ignore format: one row
      Buffer.concat([gif.subarray(0, 19), part(9_999_990, gifBlock(0xfe), gifBlock(0xf9)), gif.subarray(19)]),
    ]
    for (const file of hostile) expect(cleaned(file)).toBeDefined()
  })
})
