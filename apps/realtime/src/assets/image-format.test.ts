import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { imageFormat } from './image-format.ts'
import { SAMPLES, samplePng } from './sample-pictures.ts'

const png = samplePng(40, 30)

describe('the format of an image', () => {
  test.each([
    ['image/png', png, 40, 30],
    ['image/jpeg', SAMPLES.jpeg, 3, 2],
    ['image/webp', SAMPLES.webp, 3, 2],
    ['image/webp', SAMPLES.losslessWebp, 3, 2],
    ['image/gif', SAMPLES.gif, 1, 1],
  ])('%s, with its sides', (type, file, w, h) => {
    expect(imageFormat(file)).toEqual({ type, w, h })
  })

  test('of a file that breaks off is none, wherever it does', () => {
    for (const file of [png, SAMPLES.jpeg, SAMPLES.webp, SAMPLES.losslessWebp, SAMPLES.gif]) {
      for (let length = 0; length < file.length; length++) expect(imageFormat(file.subarray(0, length))).toBeUndefined()
    }
  })

  test('is what the content says, whatever else lies behind it', () => {
    const script = Buffer.from('<script>alert(1)</script>PK\u0003\u0004')
    expect(imageFormat(Buffer.concat([png, script]))?.type).toBe('image/png')
    expect(imageFormat(Buffer.concat([script, png]))).toBeUndefined()
  })

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['a PDF', '%PDF-1.7\n'],
    ['a GIF in name', 'GIF89a/*<script>*/=1;alert(1)//'],
    ['nothing', ''],
  ])('of %s is none', (_name, text) => {
    expect(imageFormat(Buffer.from(text))).toBeUndefined()
  })

  test('of a picture without a side is none', () => {
    expect(imageFormat(samplePng(1, 1, [0, 0, 0], { width: 0, height: 10 }))).toBeUndefined()
  })

  test('tells giant sides, so that they can be refused', () => {
    const claim = { width: 4_294_967_295, height: 1 }
    expect(imageFormat(samplePng(1, 1, [0, 0, 0], claim))).toEqual({ type: 'image/png', w: claim.width, h: 1 })
  })

  test('no bytes make it throw, also behind a true beginning', () => {
    const beginnings = [png, SAMPLES.jpeg, SAMPLES.webp, SAMPLES.losslessWebp, SAMPLES.gif, Buffer.alloc(0)]
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.nat(60), fc.uint8Array({ maxLength: 200 }), (file, at, bytes) => {
        imageFormat(Buffer.concat([file.subarray(0, at), bytes]))
      }),
      { numRuns: 2_000 },
    )
  })
})
