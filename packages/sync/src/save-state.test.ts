import { beforeEach, describe, expect, it } from 'vitest'
import { type SaveFacts, SaveWatch } from './save-state.ts'
import { TestClock } from './test-clock.ts'

let clock: TestClock
let facts: SaveFacts
let watch: SaveWatch
let changes: string[]

beforeEach(() => {
  clock = new TestClock()
  facts = { connected: true, waiting: 0, oldestAt: 0, stuck: false }
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
    expect(now({ waiting: 1, oldestAt: clock.now() })).toBe('saving')
    clock.pass(2_999)
    expect(watch.state).toBe('saving')
    clock.pass(1)
    expect(changes).toEqual(['unsaved'])
    expect(now({ waiting: 0 })).toBe('saved')
  })

  it('V2: is not saved yet as soon as the server says that it can not save', () => {
    expect(now({ waiting: 1, oldestAt: clock.now(), stuck: true })).toBe('unsaved')
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
    now({ connected: false, waiting: 5, oldestAt: 0 })
    clock.pass(60_000)
    expect(now({ connected: true })).toBe('saving')
    clock.pass(3_000)
    expect(watch.state).toBe('unsaved')
  })
})
