import { describe, expect, test } from 'vitest'
import { PALETTES } from './palette.ts'
import type { Primitive } from './primitives.ts'
import { SvgWriter, type SvgWriterOptions } from './svg-writer.ts'

const asset = 'a'.repeat(64)
const image: Primitive = { kind: 'image', x: 10, y: 20, w: 300, h: 200, asset }

function written(primitives: readonly Primitive[], options: Partial<SvgWriterOptions> = {}): string {
  const writer = new SvgWriter({
    palette: PALETTES.light,
    placement: { scale: 1, x: 0, y: 0 },
    detail: 0,
    ...options,
  })
  writer.write(primitives)
  return writer.toString()
}

describe('an image', () => {
  test('is a box without its file', () => {
    const svg = written([image])
    expect(svg).toContain(PALETTES.light.sunken)
    expect(svg).not.toContain('href')
  })

  test('is in the picture once, however often it is seen', () => {
    const svg = written([image, { ...image, x: 500 }], { imageUrl: () => 'data:image/png;base64,AAAA' })
    expect(svg.match(/data:image\/png/g)).toHaveLength(1)
    expect(svg.match(/<use href="#i1"\/>/g)).toHaveLength(2)
    expect(svg).toContain('<svg x="10" y="20" width="300" height="200" viewBox="0 0 1 1" preserveAspectRatio="none">')
  })

  test('shows the part that is cropped', () => {
    const crop = { x: 0.25, y: 0.5, w: 0.5, h: 0.125 }
    const svg = written([{ ...image, crop }], { imageUrl: () => 'data:image/png;base64,AAAA' })
    expect(svg).toContain('viewBox="0.25 0.5 0.5 0.125"')
  })

  test('can’t break out of its address', () => {
    const svg = written([image], { imageUrl: () => '"/><script>alert(1)</script>' })
    expect(svg).not.toContain('<script')
  })
})

test('a link goes around what is linked, its address escaped', () => {
  const writer = new SvgWriter({ palette: PALETTES.light, placement: { scale: 1, x: 0, y: 0 }, detail: 0 })
  writer.linked('https://example.org/?a=1&b="2"', () => writer.write([image]))
  expect(writer.toString()).toMatch(/^<a href="https:\/\/example\.org\/\?a=1&amp;b=&quot;2&quot;">.*<\/a>$/)
})

test('letters stand where the caller measured them', () => {
  const line: Primitive = {
    kind: 'text',
    text: 'words',
    x: 5,
    top: 100,
    lineHeight: 26,
    align: 'left',
    font: 'sans',
    fontSize: 20,
    color: '#000000',
  }
  expect(written([line], { baseline: () => 19 })).toContain('y="119"')
})
