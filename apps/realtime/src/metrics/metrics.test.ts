import { expect, test } from 'vitest'
import { Metrics } from './metrics.ts'
import { addReadings } from './readings.ts'

function readings() {
  return {
    connections: () => 3,
    behind: () => 0,
    rooms: () => [],
    tick: () => 33,
    commitsWaiting: () => 7,
    redis: (): boolean | undefined => undefined,
    database: (): Promise<unknown> => Promise.resolve(1),
    diskFull: () => false,
  }
}

test('what is read is read when somebody asks; what is not there has no value', async () => {
  const metrics = new Metrics()
  let redis: boolean | undefined
  addReadings(metrics, { ...readings(), redis: () => redis })
  expect(await metrics.registry.metrics()).toMatch(/^inkwire_tick_interval_seconds 0.033$/m)
  expect(await metrics.registry.metrics()).toMatch(/^inkwire_commits_waiting 7$/m)
  redis = false
  expect(await metrics.registry.metrics()).toMatch(/^inkwire_redis_up 0$/m)
  redis = true
  expect(await metrics.registry.metrics()).toMatch(/^inkwire_redis_up 1$/m)
})

test('a database that fails, or says nothing, is down; and the answer comes all the same', async () => {
  for (const database of [() => Promise.reject(new Error('away')), () => new Promise(() => {})]) {
    const metrics = new Metrics()
    addReadings(metrics, { ...readings(), database })
    expect(await metrics.registry.metrics()).toMatch(/^inkwire_database_up 0$/m)
  }
})

test('a board with ten thousand people adds no series', async () => {
  const metrics = new Metrics()
  const series = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line && line[0] !== '#').length
  metrics.committed('committed', 0.003)
  metrics.refused('rate.limited')
  metrics.requested(404, 0.01)
  const before = await series()
  for (let i = 0; i < 10_000; i++) {
    metrics.committed('committed', i / 1_000)
    metrics.ticked(performance.now() - i, i)
    metrics.liveDropped('slow', i)
    metrics.refused('rate.limited')
    metrics.requested(400 + (i % 100), 0.01)
  }
  expect(await series()).toBe(before)
})
