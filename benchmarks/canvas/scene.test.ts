import { expect, test } from 'vitest'
import { cameraAt, cameraOnAll, cameraOnShare, centreBlock, grabbed, grid, makeScene, VIEWPORT } from './scene.ts'

test('a scene is the same in every run', () => {
  const [first] = makeScene(1_000)
  expect(first).toMatchObject({ index: 0, kind: 'rectangle', filled: true, color: 3 })
  expect(first?.x).toBeCloseTo(39.87196, 4)
  expect(first?.y).toBeCloseTo(11.01815, 4)
  expect(makeScene(1_000)).toEqual(makeScene(1_000))
})

test('it holds what people draw, in these shares', () => {
  const scene = makeScene(10_000)
  const share = (kind: string) => scene.filter((element) => element.kind === kind).length / scene.length
  expect(share('stroke')).toBeCloseTo(0.6, 1)
  expect(share('text')).toBeCloseTo(0.1, 1)
  expect(share('rectangle') + share('ellipse')).toBeCloseTo(0.2, 1)
  expect(share('arrow') + share('line')).toBeCloseTo(0.1, 1)
})

test('each element lies in a cell of its own', () => {
  const { columns } = grid(2_000)
  for (const { index, x, y, w, h } of makeScene(2_000)) {
    const [left, top] = [(index % columns) * 120, Math.floor(index / columns) * 100]
    expect(x).toBeGreaterThanOrEqual(left)
    expect(y).toBeGreaterThanOrEqual(top)
    expect(x + w).toBeLessThanOrEqual(left + 120)
    expect(y + h).toBeLessThanOrEqual(top + 100)
  }
})

test('cameras show what they say, in the middle', () => {
  const { w, h } = grid(50_000)
  const all = cameraOnAll(50_000)
  expect(all.zoom).toBeCloseTo(0.041, 3)
  expect(all.x + VIEWPORT.w / all.zoom / 2).toBeCloseTo(w / 2)
  expect(all.y + VIEWPORT.h / all.zoom / 2).toBeCloseTo(h / 2)
  expect(w * all.zoom).toBeLessThanOrEqual(VIEWPORT.w + 1e-9)
  expect(h * all.zoom).toBeLessThanOrEqual(VIEWPORT.h + 1e-9)
  expect(cameraOnShare(50_000, 0.1).zoom).toBeCloseTo(all.zoom / Math.sqrt(0.1))
  expect(cameraAt(50_000, 1)).toEqual({ x: w / 2 - 640, y: h / 2 - 400, zoom: 1 })
})

test('a block around the middle has as many elements as wanted, each once', () => {
  const block = centreBlock(10_000, 1_000)
  expect(new Set(block).size).toBe(1_000)
  expect(block).toContain(grabbed(makeScene(10_000)).index)
  expect(centreBlock(500, 1_000)).toHaveLength(500)
})
