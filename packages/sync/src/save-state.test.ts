import { refusal } from '@inkwire/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { type SaveFacts, SaveWatch } from './save-state.ts'
import { TestClock } from './test-clock.ts'

let clock: TestClock
let facts: SaveFacts
let watch: SaveWatch
let changes: string[]

beforeEach(() => {
  clock = new TestClock()
  facts = { connected: true, waiting: 0, waitingSince: 0, why: null }
  changes = []
  watch = new SaveWatch(
    clock,
    () => facts,
    () => changes.push(watch.state),
  )
  watch.update()
})

function now(change: Partial<SaveFacts>): string {
  facts = { ...facts, ...change }
  watch.update()
  return watch.state
}

describe('the save state', () => {
  it('V1: is saving for 3 s, then not saved yet, until nothing waits', () => {
    expect(watch.state).toBe('saved')
    expect(now({ waiting: 1, waitingSince: clock.now() })).toBe('saving')
    clock.pass(2_999)
    expect(watch.state).toBe('saving')
    clock.pass(1)
    expect(changes).toEqual(['stuck'])
    expect(now({ waiting: 0 })).toBe('saved')
  })

  it('V2: is not saved yet as soon as the server says that it can not save', () => {
    expect(now({ waiting: 1, waitingSince: clock.now(), why: refusal('server.full') })).toBe('stuck')
    expect(watch.why?.code).toBe('server.full')
    expect(now({ waiting: 0, why: null })).toBe('saved')
    expect(watch.why).toBeNull()
  })

  it('V3: is offline when the connection is gone for 2 s, also when nothing waits', () => {
    expect(now({ connected: false })).toBe('saved')
    clock.pass(1_999)
    expect(watch.state).toBe('saved')
    clock.pass(1)
    expect(changes).toEqual(['offline'])
    expect(now({ connected: true })).toBe('saved')
  })

  it('V4: what was drawn offline gets its 3 s from when the connection is back', () => {
    now({ connected: false, waiting: 5, waitingSince: 0 })
    clock.pass(60_000)
    expect(now({ connected: true })).toBe('saving')
    clock.pass(3_000)
    expect(watch.state).toBe('stuck')
    expect(watch.why?.code).toBe('server.busy')
  })

  it('V5: a long queue is being saved for as long as some of it is', () => {
    for (let i = 0; i < 10; i++) {
      expect(now({ waiting: 1_000, waitingSince: clock.now() })).toBe('saving')
      clock.pass(2_900)
    }
    clock.pass(100)
    expect(watch.state).toBe('stuck')
  })

  it('V6: a server that answers and takes nobody in is not the same as no network', () => {
    expect(now({ connected: false, why: refusal('server.busy') })).toBe('saved')
    clock.pass(2_000)
    expect(watch.state).toBe('stuck')
    expect(now({ why: null })).toBe('offline')
  })
})
