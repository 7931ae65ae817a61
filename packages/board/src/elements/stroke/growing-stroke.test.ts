import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../box.ts'
import type { Element } from '../../element.ts'
import { geometryContext, primitives } from '../../geometry.ts'
import { PALETTES } from '../../palette.ts'
import { flattened, type Path, type Polyline } from '../../path.ts'
import { packPoints, type StrokePoint, snapToUnit } from '../../points.ts'
import { roughMeasure } from '../../rough-measure.ts'
import { GrowingStroke } from './growing-stroke.ts'

const context = { ...geometryContext(() => undefined, roughMeasure), palette: PALETTES.light }

function painted(points: readonly StrokePoint[], width: number, pen?: 'highlighter'): Path {
  const element = { id: 's', type: 'stroke', order: 'a0', x: 3, y: -4, points: packPoints(points, 1), width, ...(pen ? { pen } : {}) } // biome-ignore format: one row
  const [made] = primitives(element as unknown as Element, context)
  const path = made?.kind === 'group' ? made.children[0] : made
  return path?.kind === 'path' ? path.path : []
}

const onGrid = ({ x, y, pressure }: StrokePoint): StrokePoint => ({
  x: snapToUnit(x, 1),
  y: snapToUnit(y, 1),
  pressure: Math.round(pressure * 255) / 255,
})

/** A hand that wanders about, `count` points long. */
function wandering(count: number, seed: number): StrokePoint[] {
  return Array.from({ length: count }, (_, i) =>
    onGrid({
      x: 0.9 * i + 40 * Math.sin(i / 17 + seed),
      y: 60 * Math.sin(i / 23 + seed) + 5 * Math.cos(i / 3),
      pressure: 0.5 + 0.4 * Math.sin(i / 31 + seed),
    }),
  )
}

function grown(
  points: readonly StrokePoint[],
  width: number,
  highlighter = false,
): { pieces: Path[]; stroke: GrowingStroke } {
  const stroke = new GrowingStroke({ x: 3, y: -4, width, highlighter })
  let tail: Path = []
  const so: StrokePoint[] = []
  for (const point of points) {
    so.push(point)
    if (so.length % 7 === 0 || so.length === points.length) tail = stroke.extend(so)
  }
  return { pieces: [...stroke.frozen, tail], stroke }
}

function winding(lines: readonly Polyline[], { x, y }: Point): number {
  let turns = 0
  for (const { points } of lines) {
    points.forEach((a, i) => {
      const b = points[(i + 1) % points.length] ?? a
      const side = (b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)
      if (a.y <= y && b.y > y && side > 0) turns++
      if (a.y > y && b.y <= y && side < 0) turns--
    })
  }
  return turns
}

function nearest(lines: readonly Polyline[], { x, y }: Point): number {
  let least = Number.POSITIVE_INFINITY
  for (const { points } of lines) {
    for (const [i, a] of points.entries()) {
      const b = points[(i + 1) % points.length] ?? a
      const [dx, dy] = [b.x - a.x, b.y - a.y]
      const share = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)))
      least = Math.min(least, Math.hypot(x - a.x - share * dx, y - a.y - share * dy))
    }
  }
  return least
}

describe('a stroke that grows', () => {
  it('is the stored stroke, to the last digit, as long as nothing is frozen', () => {
    const point = fc.record({ x: fc.double({ min: -300, max: 300, noNaN: true }), y: fc.double({ min: -300, max: 300, noNaN: true }), pressure: fc.double({ min: 0, max: 1, noNaN: true }) }) // biome-ignore format: one row
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), fc.constantFrom(1, 4, 24), (raw, width) => {
        const points = raw.map(onGrid)
        const { pieces } = grown(points, width)
        expect(pieces).toEqual([painted(points, width)])
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    [1_000, 3, 0],
    [1_000, 24, 1],
    [437, 8, 2],
  ])('of %i points, %i px wide, covers what the stored stroke covers', (count, width, seed) => {
    const points = wandering(count, seed)
    const { pieces } = grown(points, width)
    expect(pieces.length).toBeGreaterThan(2)
    const whole = flattened(painted(points, width))
    const parts = pieces.map((piece) => flattened(piece))
    let wrong = 0
    let covered = 0
    for (let i = 0; i < 4_000; i++) {
      const near = points[(i * 7) % points.length] ?? { x: 0, y: 0 }
      const probe = {
        x: 3 + near.x + width * 1.2 * Math.sin(i * 12.9898),
        y: -4 + near.y + width * 1.2 * Math.sin(i * 78.233),
      }
      const inWhole = winding(whole, probe) !== 0
      const inParts = parts.some((part) => winding(part, probe) !== 0)
      if (inWhole) covered++
      // perfect-freehand takes a place of a side every half width, and in pieces others.
      if (inWhole !== inParts && nearest(whole, probe) > Math.max(0.35, width / 16)) wrong++
    }
    expect(covered).toBeGreaterThan(500)
    // Where a wide line folds over itself, perfect-freehand leaves specks free, at other places in pieces.
    expect(wrong).toBeLessThanOrEqual(covered / 500)
  })

  it('freezes what lies back, so that the last piece stays short', () => {
    const points = wandering(5_000, 3)
    const { stroke, pieces } = grown(points, 3)
    expect(stroke.frozen.length).toBe(24)
    const [before] = stroke.frozen
    stroke.extend([...points, { x: 0, y: 0, pressure: 0.5 }])
    expect(stroke.frozen[0]).toBe(before)
    expect(pieces.at(-1)?.length).toBeLessThan(2_000)
  })

  it('shows what is predicted, and forgets it', () => {
    const points = wandering(50, 4)
    const stroke = new GrowingStroke({ x: 3, y: -4, width: 4, highlighter: true })
    const plain = stroke.extend(points)
    expect(stroke.extend(points, [{ x: 90, y: 90, pressure: 0.5 }])).not.toEqual(plain)
    expect(stroke.extend(points)).toEqual(plain)
    expect(plain).toEqual(painted(points, 4, 'highlighter'))
  })
})
