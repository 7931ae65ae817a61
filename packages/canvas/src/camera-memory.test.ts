import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CameraMemory } from './camera-memory.ts'
import { type EditorStorage, forgetfulStorage } from './storage.ts'
import { Trial } from './testing/trial.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const far = { op: 'put', element: { id: 'x'.repeat(21), type: 'rectangle', order: 'a0', x: 5_000, y: 0, w: 50, h: 50 } }

function opened(storage: EditorStorage = forgetfulStorage(), trial = new Trial()) {
  const memory = new CameraMemory(trial.desk, storage, 'camera.a')
  memory.open(1_000)
  return { trial, memory, storage }
}

const theirs = (trial: Trial, op: unknown = far) => trial.theirs.commit('g'.repeat(21) as never, [op as never])

test('the camera is there again on the next visit', () => {
  const { trial, memory, storage } = opened()
  trial.desk.setCamera({ x: 10, y: 20, zoom: 2 })
  memory.changed(2_000)
  vi.advanceTimersByTime(1_000)
  const next = opened(storage)
  expect(next.trial.desk.camera).toEqual({ x: 10, y: 20, zoom: 2 })
  theirs(next.trial)
  next.memory.changed(2_000)
  expect(next.trial.desk.camera.zoom).toBe(2)
})

test('what was not written yet is, when the page goes', () => {
  const { trial, memory, storage } = opened()
  trial.desk.setCamera({ x: 1, y: 2, zoom: 0.5 })
  memory.changed(2_000)
  memory.write()
  expect(JSON.parse(storage.get('camera.a') ?? '')).toEqual({ x: 1, y: 2, zoom: 0.5 })
})

test('the first visit shows content that is out of view, at most at 100 %', () => {
  const { trial, memory } = opened()
  theirs(trial)
  memory.changed(2_000)
  expect(trial.desk.camera.zoom).toBe(1)
  expect(trial.desk.camera.x).toBeGreaterThan(4_000)
})

test('content that comes late, or after the camera was moved, moves nothing', () => {
  const late = opened()
  theirs(late.trial)
  late.memory.changed(60_000)
  expect(late.trial.desk.camera.x).toBe(0)
  const moved = opened()
  moved.trial.desk.pan(5, 5)
  moved.memory.changed(1_500)
  theirs(moved.trial)
  moved.memory.changed(2_000)
  expect(moved.trial.desk.camera.x).toBe(-5)
})

test('a broken or hostile memory is none', () => {
  for (const text of [
    '{',
    '{"x":1}',
    '{"x":1,"y":1,"zoom":0}',
    '{"x":null,"y":0,"zoom":1}',
    '{"x":1e300,"y":0,"zoom":1}',
  ]) {
    const { trial } = opened({ get: () => text, set: () => {} })
    expect(trial.desk.camera).toEqual({ x: 0, y: 0, zoom: 1 })
  }
})
