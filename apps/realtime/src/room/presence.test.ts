import type { ActorId, PersonId } from '@inkwire/board'
import type { Present } from '@inkwire/protocol'
import { beforeEach, expect, test } from 'vitest'
import { PRESENCE_TTL_MS, Presence } from './presence.ts'

const present = (actor: string, name = actor): Present => ({
  actor: actor as ActorId,
  person: { id: `p-${actor}` as PersonId, name, color: '#000000' },
})

let told: string[]
let presence: Presence
beforeEach(() => {
  told = []
  presence = new Presence((came, gone, origin) =>
    told.push(`${origin} +${came.map(({ person }) => person.name)} -${gone.join()}`),
  )
})

test('own people come and go', () => {
  presence.enter(present('a'))
  presence.leave('a' as ActorId)
  presence.leave('a' as ActorId)
  expect(told).toEqual(['own +a -', 'own + -a'])
  expect(presence.all()).toEqual([])
})

test('another instance tells who is there: only what changed is passed on', () => {
  expect(presence.told('i', [present('a'), present('b')], 0)).toBe(true)
  expect(presence.told('i', [present('a'), present('b')], 1)).toBe(false)
  presence.told('i', [present('a', 'Ann')], 2)
  expect(told).toEqual(['foreign +a,b -', 'foreign +Ann -b'])
  presence.close()
})

test('who was not mentioned for long is gone, so that a dead instance leaves no phantoms', () => {
  presence.told('i', [present('a')], 1_000)
  presence.expire(1_000 + PRESENCE_TTL_MS)
  expect(presence.all()).toHaveLength(1)
  presence.expire(1_001 + PRESENCE_TTL_MS)
  expect(presence.all()).toEqual([])
  expect(told.at(-1)).toBe('foreign + -a')
  presence.close()
})

test('a page that moves from one instance to another is never gone', () => {
  presence.enter(present('a'))
  presence.told('i', [present('a')], 0)
  presence.leave('a' as ActorId)
  expect(told.some((line) => line.endsWith('-a'))).toBe(false)
  expect(presence.all()).toHaveLength(1)
  presence.close()
})
