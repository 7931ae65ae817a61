import { expect, test } from 'vitest'
import { Late } from './late.ts'

test('what is asked for before the code is there is done in order when it came', async () => {
  let come = (_code: string) => {}
  let loads = 0
  const late = new Late(() => {
    loads++
    return new Promise<string>((resolve) => {
      come = resolve
    })
  })
  const done: string[] = []
  late.whenThere((code) => done.push(`1 ${code}`))
  expect(loads).toBe(0)
  late.use((code) => done.push(`2 ${code}`))
  late.use((code) => done.push(`3 ${code}`))
  expect(loads).toBe(1)
  expect(late.now).toBeUndefined()
  expect(done).toEqual([])

  come('code')
  await expect.poll(() => done).toEqual(['1 code', '2 code', '3 code'])
  late.use((code) => done.push(`4 ${code}`))
  expect(done.at(-1)).toBe('4 code')
  expect(loads).toBe(1)
})

test('code that can’t be fetched is asked for again', async () => {
  let loads = 0
  const late = new Late(async () => {
    if (++loads < 2) throw new Error('no server')
    return 'code'
  })
  const done: string[] = []
  late.use((code) => done.push(code))
  await expect.poll(() => done, { timeout: 10_000 }).toEqual(['code'])
  expect(loads).toBe(2)
})
