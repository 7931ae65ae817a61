import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('so many run at once, the others in their order, also after one that fails', async () => {
  const turns = new Turns(2)
  const begun: number[] = []
  const finish: (() => void)[] = []
  const work = (i: number) => () => {
    begun.push(i)
    return new Promise<number>((resolve, reject) => {
      finish.push(() => (i === 1 ? reject(new Error('it failed')) : resolve(i)))
    })
  }
  const all = Promise.allSettled([0, 1, 2, 3].map((i) => turns.run(work(i))))
  await new Promise((resolve) => setTimeout(resolve))
  expect([begun, turns.waiting]).toEqual([[0, 1], 2])
  for (let i = 0; i < 4; i++) {
    finish[i]?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
  expect(begun).toEqual([0, 1, 2, 3])
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(turns.waiting).toBe(0)
})
