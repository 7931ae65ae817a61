import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBytes } from './arbitraries.ts'
import { packLivePoints, unpackLivePoints } from './live-points.ts'
import { PackError, PackWriter } from './pack.ts'
import { packPoints, unpackPoints } from './points.ts'

const MOST = 100
const coordinate = fc.double({ min: -2e6, max: 2e6, noNaN: true })
const anyPoints = fc.array(
  fc.record({ x: coordinate, y: coordinate, pressure: fc.double({ min: 0, max: 1, noNaN: true }) }),
  { maxLength: 20 },
)
const anyMousePoints = fc.array(fc.record({ x: coordinate, y: coordinate, pressure: fc.constant(0.5) }), {
  maxLength: 20,
})
const anyZoom = fc.double({ min: 0.02, max: 256, noNaN: true })

describe('live points', () => {
  it('come back as those of a stroke that is stored', () => {
    fc.assert(
      fc.property(fc.oneof(anyPoints, anyMousePoints), anyZoom, (points, zoom) => {
        const back = unpackLivePoints(packLivePoints(points, zoom), MOST)
        expect(back.points).toEqual(unpackPoints(packPoints(points, zoom)))
        expect(packLivePoints(back.points, back.zoom)).toEqual(packLivePoints(points, zoom))
      }),
    )
  })

  it('take two bytes each of a hand that moves fast, and evenly, without pressure', () => {
    const points = Array.from({ length: 42 }, (_, i) => ({
      x: 600 * Math.cos(i / 20),
      y: 600 * Math.sin(i / 20),
      pressure: 0.5,
    }))
    expect(packLivePoints(points, 1).length).toBeLessThanOrEqual(2 * 42 + 7)
    const [first, ...rest] = points
    if (first) expect(packLivePoints([{ ...first, pressure: 1 }, ...rest], 1).length).toBeLessThanOrEqual(3 * 42 + 7)
  })

  it('throw nothing but PackError for bytes of anybody, and leave nothing that is no point of a board', () => {
    fc.assert(
      fc.property(anyBytes(anyPoints.map((points) => packLivePoints(points, 1))), (bytes) => {
        try {
          const { points } = unpackLivePoints(bytes, MOST)
          for (const { x, y, pressure } of points) {
            expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(2e6)
            expect(pressure).toBeGreaterThanOrEqual(0)
            expect(pressure).toBeLessThanOrEqual(1)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  const varints = (...values: number[]) => {
    const writer = new PackWriter()
    writer.byte(0)
    for (const value of values) writer.varint(value)
    return writer.finish()
  }
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a zoom that there is not', new Uint8Array([13])],
    ['a form that there is not', new Uint8Array([0x20])],
    ['half a point', new Uint8Array([0, 2])],
    ['a point without its pressure', new Uint8Array([0x10, 2, 2])],
    ['a distance that does not end', new Uint8Array([0, ...Array.from({ length: 30 }, () => 0xff)])],
    ['a distance of more bytes than it takes', new Uint8Array([0, 0x80, 0, 0])],
    ['a point that is far away', varints(2 * 2e6 * 16 + 2, 0)],
    ['a distance that nobody can count', varints(Number.MAX_SAFE_INTEGER, 0)],
    ['points that run away', varints(0, 0, ...Array.from({ length: 40 }, () => 2e6))],
    ['too many points', varints(...Array.from({ length: 2 * MOST + 2 }, () => 0))],
  ])('refuse %s', (_what, bytes) => {
    expect(() => unpackLivePoints(bytes, MOST)).toThrow(PackError)
  })
})
