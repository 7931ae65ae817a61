import { expect, test } from 'vitest'
import { Gathered } from './gathered.ts'

function setUp(fails = false) {
  const questions: { readonly scope: string; readonly keys: readonly number[] }[] = []
  const gathered = new Gathered<string, number, string>(async (scope, keys) => {
    questions.push({ scope, keys })
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (fails) throw new Error('the database is away')
    return new Map(keys.filter((key) => key >= 0).map((key) => [key, `${scope}${key}`]))
  })
  return { gathered, questions }
}

test('who asks while two questions are on their way is in the next one, each key once', async () => {
  const { gathered, questions } = setUp()
  const keys = [1, 2, 2, 3, 1, 3]
  expect(await Promise.all(keys.map((key) => gathered.get('a', key)))).toEqual(keys.map((key) => `a${key}`))
  // The second who asks for 1 came after the question: an older answer would not do.
  expect(questions).toEqual([
    { scope: 'a', keys: [1] },
    { scope: 'a', keys: [2] },
    { scope: 'a', keys: [2, 3, 1] },
  ])
  await gathered.get('a', 1)
  expect(questions).toHaveLength(4)
})

test('a question that hangs keeps nobody waiting who is not in it', async () => {
  let hang = true
  const gathered = new Gathered<string, number, string>(async (_, keys) => {
    if (hang) {
      hang = false
      await new Promise(() => {})
    }
    return new Map(keys.map((key) => [key, 'answered']))
  })
  void gathered.get('a', 1)
  expect(await Promise.all([2, 3, 4, 1].map((key) => gathered.get('a', key)))).toEqual(Array(4).fill('answered'))
  await expect(gathered.get('a', 5)).resolves.toBe('answered')
})

test('each scope is asked by itself; a thousand take a few questions', async () => {
  const { gathered, questions } = setUp()
  const all = Array.from({ length: 1_000 }, (_, i) => i)
  const answers = await Promise.all([gathered.get('b', 7), ...all.map((key) => gathered.get('a', key))])
  expect(answers).toEqual(['b7', ...all.map((key) => `a${key}`)])
  expect(questions.length).toBeLessThanOrEqual(6)
})

test('a question that fails, or is not answered, fails those who are in it, and nobody after them', async () => {
  const { gathered } = setUp(true)
  await expect(Promise.allSettled([gathered.get('a', 1), gathered.get('a', 2)])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ])
  const other = setUp().gathered
  await expect(other.get('a', -1)).rejects.toThrow('not answered')
  await expect(other.get('a', 4)).resolves.toBe('a4')
})
