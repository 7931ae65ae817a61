import { describe, expect, it } from 'vitest'
import { Keeper, type Running } from './keeper.ts'

/** A process that ends when the test says so; time passes only when the test says so. */
function staged(options: { patient?: boolean } = {}) {
  const said: string[] = []
  const pauses: number[] = []
  const reasons: string[] = []
  const ends: ((how: string) => void)[] = []
  let clock = 0
  const start = async (): Promise<Running> => {
    let end: (how: string) => void = () => {}
    const ended = new Promise<string>((resolve) => {
      end = resolve
    })
    ends.push(end)
    return { ended, stop: async () => end('stopped') }
  }
  const keeper = new Keeper({
    name: 'web',
    start,
    say: (line) => said.push(line),
    giveUp: (reason) => reasons.push(reason),
    sleep: async (ms) => {
      pauses.push(ms)
    },
    now: () => clock,
    ...options,
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const die = async (how: string) => {
    ends.at(-1)?.(how)
    await settle()
  }
  return { keeper, said, pauses, reasons, ends, die, settle, pass: (ms: number) => (clock += ms) }
}

describe('Keeper', () => {
  it('starts a dead process again, later each time, and gives up at the fifth death within a minute', async () => {
    const { keeper, said, pauses, reasons, ends, die } = staged()
    await keeper.begin()
    keeper.establish()
    for (let death = 1; death <= 4; death++) await die('killed by SIGKILL')
    expect(ends).toHaveLength(5)
    expect(pauses).toEqual([250, 500, 1000, 2000])
    expect(said[0]).toBe('web ended (killed by SIGKILL): starting it again')
    expect(reasons).toEqual([])
    await die('exit code 3')
    expect(reasons).toEqual(['web ended 5 times within a minute (exit code 3)'])
    expect(ends).toHaveLength(5)
  })

  it('forgets deaths after a minute', async () => {
    const { keeper, reasons, ends, die, pass } = staged()
    await keeper.begin()
    keeper.establish()
    for (let death = 1; death <= 12; death++) {
      await die('exit code 1')
      pass(20_000)
    }
    expect(reasons).toEqual([])
    expect(ends).toHaveLength(13)
  })

  it('takes a death before it was established as final', async () => {
    const { keeper, reasons, ends, die } = staged()
    await keeper.begin()
    await die('exit code 1')
    expect(reasons).toEqual(['web did not start (exit code 1)'])
    expect(ends).toHaveLength(1)
  })

  it('never gives up when patient', async () => {
    const { keeper, pauses, reasons, die } = staged({ patient: true })
    await keeper.begin()
    for (let death = 1; death <= 9; death++) await die('exit code 1')
    expect(reasons).toEqual([])
    expect(pauses.at(-1)).toBe(8000)
  })

  it('restarts at once, without counting it', async () => {
    const { keeper, said, pauses, ends, settle } = staged()
    await keeper.begin()
    keeper.establish()
    for (let turn = 1; turn <= 9; turn++) {
      await keeper.restart()
      await settle()
    }
    expect(ends).toHaveLength(10)
    expect(pauses).toEqual([])
    expect(said).toEqual([])
  })

  it('starts nothing after it was stopped', async () => {
    const { keeper, ends, settle } = staged()
    await keeper.begin()
    keeper.establish()
    await keeper.stop()
    await settle()
    expect(ends).toHaveLength(1)
  })
})
