import { expect, test } from 'vitest'
import { Trial } from '../testing/trial.ts'
import { PenMode } from './pen-mode.ts'

const touch = (timeStamp: number, side = 10) => ({ pointerType: 'touch', timeStamp, width: side, height: side })
const pen = (timeStamp: number) => ({ pointerType: 'pen', timeStamp, width: 1, height: 1 })

test('the first pen switches it on and says so, unless somebody switched it off or nothing can be touched', () => {
  const { desk } = new Trial()
  new PenMode(desk, false).pressed()
  expect(desk.preferences.values.penMode).toBeNull()
  const mode = new PenMode(desk, true)
  mode.pressed()
  expect(mode.isOn).toBe(true)
  expect(desk.notice).toMatch(/^Pen mode/)
  desk.preferences.set({ penMode: false })
  mode.pressed()
  expect(mode.isOn).toBe(false)
})

test('what touches while the pen is near, or is large, is a palm', () => {
  const mode = new PenMode(new Trial().desk, true)
  expect(mode.isPalm(touch(1_000))).toBe(false)
  expect(mode.isPalm(touch(1_000, 80))).toBe(true)
  mode.saw(pen(2_000))
  mode.saw(touch(2_050))
  expect(mode.isPalm(touch(2_100))).toBe(true)
  expect(mode.isPalm(touch(3_000))).toBe(false)
})
