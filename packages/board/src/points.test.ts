import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBytes } from './arbitraries.ts'
import { PackError } from './pack.ts'
import { packPoints, pointBits, pointCount, snapToUnit, unpackPoints } from './points.ts'

const anyPoints = fc.array(
  fc.record({
    x: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    y: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    pressure: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 20 },
)
const anyZoom = fc.double({ min: 0.02, max: 64, noNaN: true })

describe('packed points', () => {
  it('come back within half a unit', () => {
    fc.assert(
      fc.property(anyPoints, anyZoom, (points, zoom) => {
        const unit = 2 ** -(4 + pointBits(zoom))
        const packed = packPoints(points, zoom)
        const back = unpackPoints(packed)
        expect(pointCount(packed)).toBe(points.length)
        expect(back.length).toBe(points.length)
        points.forEach((point, i) => {
          expect(Math.abs((back[i]?.x ?? Number.NaN) - point.x)).toBeLessThanOrEqual(unit / 2)
          expect(Math.abs((back[i]?.y ?? Number.NaN) - point.y)).toBeLessThanOrEqual(unit / 2)
          expect(Math.abs((back[i]?.pressure ?? Number.NaN) - point.pressure)).toBeLessThanOrEqual(1 / 510 + 1e-9)
        })
        expect(packPoints(back, zoom)).toEqual(packed)
      }),
    )
  })

  it('take three bytes each while the pen moves slowly', () => {
    const points = Array.from({ length: 40 }, (_, i) => ({ x: i * 3, y: i * 2, pressure: 0.5 }))
    expect(packPoints(points, 1).length).toBeLessThanOrEqual(122)
  })

  it('stay on the grid that they are snapped to', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), anyZoom, (value, zoom) => {
        const snapped = snapToUnit(value, zoom)
        const [back] = unpackPoints(packPoints([{ x: snapped, y: 0, pressure: 0 }], zoom))
        expect(back?.x).toBe(snapped + 0)
      }),
    )
  })

  it('throw nothing but PackError for bytes of anybody', () => {
    fc.assert(
      fc.property(anyBytes(anyPoints.map((points) => packPoints(points, 1))), (bytes) => {
        try {
          unpackPoints(bytes)
          pointCount(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(() => unpackPoints(new Uint8Array([0, 0xff, 0xff, 0xff, 0xff, 0x07]))).toThrow('end too early')
  })
})
