import { expect, test } from 'vitest'
import { wheelMove } from './wheel.ts'

const none = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false }

test('a turn moves the paper, whether the wheel counts in px, lines or pages', () => {
  expect(wheelMove({ ...none, deltaX: 3, deltaY: 48 })).toEqual({ kind: 'pan', dx: -3, dy: -48 })
  expect(wheelMove({ ...none, deltaY: 3, deltaMode: 1 })).toMatchObject({ dy: -48 })
  expect(wheelMove({ ...none, deltaY: 1, deltaMode: 2 })).toMatchObject({ dy: -400 })
})

test('with shift a wheel of one axis turns sideways, once', () => {
  expect(wheelMove({ ...none, deltaY: 100, shiftKey: true })).toEqual({ kind: 'pan', dx: -100, dy: 0 })
  expect(wheelMove({ ...none, deltaX: 100, shiftKey: true })).toMatchObject({ dx: -100 })
})

test('with ctrl it zooms: a pinch in small steps that add up, a notch in one that is no leap', () => {
  const factor = (deltaY: number) => {
    const move = wheelMove({ ...none, deltaY, ctrlKey: true })
    return move.kind === 'zoom' ? move.factor : Number.NaN
  }
  expect(factor(-2) ** 5).toBeCloseTo(factor(-10))
  expect(factor(-100)).toBeLessThan(1.3)
  expect(factor(100) * factor(-100)).toBeCloseTo(1)
})
