import type { ElementId, GestureId } from '@inkwire/board'
import { refusal } from '@inkwire/protocol'
import { expect, test } from 'vitest'
import { refusedFile } from './refused-export.ts'

test('a refused stroke is exported whole, its packed points as base64', () => {
  const gesture = 'g'.repeat(21) as GestureId
  const id = 'e'.repeat(21) as ElementId
  const points = new Uint8Array([0, 250, 7])
  const element = { id, type: 'stroke', order: 'a1', x: 1, y: 2, points }
  const file = refusedFile([{ at: 0, gesture, refusal: refusal('op.invalid'), ops: [{ op: 'put', element }] }])
  const { refused } = JSON.parse(file)
  expect(refused[0].refusal.code).toBe('op.invalid')
  expect(refused[0].ops[0].element).toMatchObject({ id, x: 1, y: 2 })
  expect([...Buffer.from(refused[0].ops[0].element.points.base64, 'base64')]).toEqual([0, 250, 7])
})
