import type { ActorId, PersonId } from '@inkwire/board'
import type { Present } from '@inkwire/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PRESENCE_TTL_MS, Presence } from './presence.ts'

const present = (actor: string, name = actor): Present => ({
  actor: actor as ActorId,
  person: { id: `p-${actor}` as PersonId, name, color: '#000000' },
})
const [a, b] = ['a' as ActorId, 'b' as ActorId]

let told: string[]
/** Who was told of everybody, and how many that were. */
let lists: { readonly newcomers: readonly string[]; readonly count: number }[]
let presence: Presence
beforeEach(() => {
  vi.useFakeTimers()
  told = []
  lists = []
  presence = new Presence(({ came, gone, own, newcomers, everybody }) => {
    told.push(`${own ? 'own' : 'foreign'} +${came.map(({ person }) => person.name)} -${gone.join()}`)
    if (newcomers.length > 0) lists.push({ newcomers, count: everybody.length })
  })
})
afterEach(() => {
  presence.close()
  vi.useRealTimers()
})

/** What was put off is told by then. */
const moment = () => vi.advanceTimersByTime(100)

test('own people come and go', () => {
  presence.enter('1', present('a'))
  moment()
  presence.leave('1', a)
  presence.leave('1', a)
  moment()
  expect(told).toEqual(['own +a -', 'own + -a'])
  expect(presence.all()).toEqual([])
})

test('the first is told at once, but not in the same turn; a crowd that comes after together', () => {
  presence.enter('0', present('0'))
  expect(told).toEqual([])
  vi.advanceTimersByTime(0)
  expect(told).toEqual(['own +0 -'])
  for (let i = 1; i < 1_000; i++) presence.enter(String(i), present(String(i)))
  expect(told).toHaveLength(1)
  moment()
  expect(told).toHaveLength(2)
  expect(presence.all()).toHaveLength(1_000)
})

/** A page joins: it enters, and is answered a moment later. */
function join(name: string) {
  presence.enter(name, present(name))
  return presence.answerTo(name, present(name))
}

test('an answer names everybody; in a crowd only its page, and one list of all follows for who came together', () => {
  const answers = Array.from({ length: 1_000 }, (_, i) => join(String(i)))
  expect(answers.map(({ present }) => present.length)).toEqual(
    Array.from({ length: 1_000 }, (_, i) => (i < 100 ? i + 1 : 1)),
  )
  expect(answers.filter(({ presentLater }) => presentLater)).toHaveLength(900)
  vi.advanceTimersByTime(100)
  expect(lists).toEqual([{ newcomers: Array.from({ length: 900 }, (_, i) => String(i + 100)), count: 1_000 }])
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(60_000)
  expect(lists).toHaveLength(1)
})

test('who comes to a crowd knows all within a moment, and at the latest a second after somebody else came', () => {
  for (let i = 0; i < 5_000; i++) presence.enter(String(i), present(String(i)))
  vi.advanceTimersByTime(10_000)
  join('a')
  vi.advanceTimersByTime(50)
  join('b')
  join('c')
  vi.advanceTimersByTime(999)
  expect(lists).toEqual([{ newcomers: ['a'], count: 5_001 }])
  vi.advanceTimersByTime(1)
  expect(lists).toEqual([
    { newcomers: ['a'], count: 5_001 },
    { newcomers: ['b', 'c'], count: 5_003 },
  ])
})

test('who leaves a crowd before it was told of everybody is told nothing', () => {
  for (let i = 0; i < 200; i++) presence.enter(String(i), present(String(i)))
  vi.advanceTimersByTime(10_000)
  join('a')
  join('b')
  presence.leave('a', a)
  vi.advanceTimersByTime(10_000)
  expect(lists).toEqual([{ newcomers: ['b'], count: 201 }])
})

test('a crowd on other instances is one, too', () => {
  presence.told(
    'i',
    Array.from({ length: 200 }, (_, i) => present(String(i))),
    0,
  )
  vi.advanceTimersByTime(10_000)
  expect(join('a').presentLater).toBe(true)
  vi.advanceTimersByTime(1_000)
  expect(lists).toEqual([{ newcomers: ['a'], count: 201 }])
})

test('who comes and goes between two tells was never there', () => {
  presence.enter('1', present('a'))
  vi.advanceTimersByTime(0)
  presence.enter('2', present('b'))
  presence.leave('2', b)
  moment()
  // Still other instances have to hear that something happened here: they may have been told in between.
  expect(told).toEqual(['own +a -', 'own + -'])
})

test('who was named by an answer, and goes before anybody was told that they came, is gone for that page', () => {
  presence.enter('1', present('a'))
  moment()
  presence.enter('2', present('b'))
  presence.answerTo('3', present('c'))
  presence.leave('2', b)
  moment()
  expect(told.at(-1)).toBe('own + -b')
  moment()
  expect(told).toHaveLength(2)
})

test('who was named by an answer under a name that they had for a moment is named anew', () => {
  presence.enter('1', present('a'))
  moment()
  presence.enter('1', present('a', 'Ann'))
  presence.answerTo('3', present('c'))
  presence.enter('1', present('a'))
  moment()
  expect(told.at(-1)).toBe('own +a -')
})

test('a page with a new connection is not gone with its old one, whichever ends first', () => {
  presence.enter('old', present('a'))
  presence.enter('new', present('a'))
  presence.lose('old', a)
  vi.advanceTimersByTime(60_000)
  expect(presence.all()).toHaveLength(1)
  presence.leave('new', a)
  expect(presence.all()).toEqual([])
})

test('whoever loses the connection stays for a moment; back by then they were never gone', () => {
  presence.enter('1', present('a'))
  presence.lose('1', a)
  vi.advanceTimersByTime(900)
  presence.enter('2', present('a'))
  vi.advanceTimersByTime(60_000)
  expect(told.filter((line) => line.endsWith('-a'))).toEqual([])
  presence.lose('2', a)
  vi.advanceTimersByTime(1_100)
  expect(told.at(-1)).toBe('own + -a')
})

test('another instance tells who is there: only what changed is passed on', () => {
  expect(presence.told('i', [present('a'), present('b')], 0)).toBe(true)
  moment()
  expect(presence.told('i', [present('a'), present('b')], 1)).toBe(false)
  moment()
  presence.told('i', [present('a', 'Ann')], 2)
  moment()
  expect(told).toEqual(['foreign +a,b -', 'foreign +Ann -b'])
})

test('who was not mentioned for long is gone, so that a dead instance leaves no phantoms', () => {
  presence.told('i', [present('a')], 1_000)
  moment()
  presence.expire(1_000 + PRESENCE_TTL_MS)
  expect(presence.all()).toHaveLength(1)
  presence.expire(1_001 + PRESENCE_TTL_MS)
  moment()
  expect(presence.all()).toEqual([])
  expect(told.at(-1)).toBe('foreign + -a')
})

test('a page that moves between instances is never gone, in whatever order they tell of it', () => {
  presence.enter('1', present('a'))
  presence.told('i', [present('a')], 0)
  presence.leave('1', a)
  // A third one, from which it came, is late.
  presence.told('late', [present('a')], 1)
  presence.told('late', [], 2)
  moment()
  expect(told.some((line) => line.endsWith('-a'))).toBe(false)
  expect(presence.all()).toHaveLength(1)
})

test('while it is held nothing is told, and afterwards only what is different', () => {
  presence.enter('1', present('a'))
  moment()
  presence.held = true
  presence.enter('2', present('b'))
  presence.leave('1', a)
  vi.advanceTimersByTime(60_000)
  expect(told).toHaveLength(1)
  presence.held = false
  moment()
  expect(told.at(-1)).toBe('own +b -a')
})

test('who comes to a crowd while it is held is told of it afterwards', () => {
  for (let i = 0; i < 200; i++) presence.enter(String(i), present(String(i)))
  vi.advanceTimersByTime(10_000)
  presence.held = true
  join('a')
  vi.advanceTimersByTime(60_000)
  expect(lists).toEqual([])
  presence.held = false
  vi.advanceTimersByTime(50)
  expect(lists).toEqual([{ newcomers: ['a'], count: 201 }])
})
