import { expect, test } from 'vitest'
import { frameFigures, latencyFigures, median, medians, quantile } from './figures.ts'
import type { Recording } from './recorder/recording.ts'

const recording = (some: Partial<Recording>): Recording => ({
  frames: [],
  longTasks: [],
  events: [],
  moves: [],
  downs: [],
  wheels: 0,
  blank: [],
  stale: [],
  ...some,
})

test('quantiles and medians don’t depend on the order, and none have none', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2)
  expect(quantile([5, 1], 1)).toBe(5)
  expect(quantile([], 0.5)).toBeNull()
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([])).toBeNull()
})

test('the first frame, which began before the case, doesn’t count', () => {
  const figures = frameFigures(recording({ frames: [500, 16, 16, 60], blank: [0, 0.2], stale: [1, 0] }))
  expect(figures).toMatchObject({ frames: 3, p50: 16, p95: 60, max: 60, over50: 1, blank: 0.2, stale: 1 })
  expect(figures.fps).toBeCloseTo(3_000 / 92)
})

test('one single frame is all there is', () => {
  expect(frameFigures(recording({ frames: [4_000] }))).toMatchObject({ max: 4_000, over50: 1, blank: null })
})

test('latencies tell pointer-down from the rest', () => {
  const events = [
    { name: 'pointerdown', duration: 48 },
    { name: 'pointerdown', duration: 24 },
    { name: 'pointerup', duration: 16 },
  ]
  const figures = latencyFigures(recording({ moves: [10, 12, 40], downs: [9, 21, 13], events }))
  expect(figures).toMatchObject({ move50: 12, move95: 40, down50: 13, down: 48, downMax: 48, up: 16 })
})

test('medians of runs leave out what a run could not tell', () => {
  expect(medians([{ a: 1, b: null }, { a: 3, b: 7 }, { a: 2 }])).toEqual({ a: 2, b: 7 })
})
