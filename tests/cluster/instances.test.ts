import type { BoardId } from '@inkwire/board'
import type { BoardClient } from '@inkwire/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { converged, draw, liveCrosses, person } from '../servers/drawing.ts'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'

let postgres: PostgresServer
let redis: RedisServer

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedis()
})

afterAll(async () => {
  await redis?.stop()
  await postgres?.stop()
})

describe.each([
  ['with Redis', true],
  ['without Redis', false],
] as const)('two instances %s', (_, withRedis) => {
  let one: Instance
  let two: Instance
  let people: BoardClient[]
  let board: BoardId
  let key: string

  beforeEach(async () => {
    const options = { databaseUrl: postgres.url, ...(withRedis ? { redisUrl: redis.url } : {}) }
    one = await startInstance(options)
    two = await startInstance(options)
    const made = await (await Guest.arrive(one.url)).newBoard()
    board = made.board
    key = made.key
    people = [await person(one.url, board, key), await person(two.url, board, key), await person(two.url, board, key)]
    return async () => {
      await Promise.all(people.map((client) => client.close()))
      await Promise.all([one.stop(), two.stop()])
    }
  })

  test('everybody draws at once on both: one order, the same document, within 2 s', async () => {
    for (let round = 0; round < 20; round++) {
      for (const client of people) draw(client)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await converged(people, 60)
  })

  test('an instance dies with kill -9 in the midst of drawing: what was acknowledged is served by the other', async () => {
    for (let round = 0; round < 30; round++) {
      for (const client of people) draw(client)
      if (round === 15) await two.kill9()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    const third = await person(one.url, board, key)
    people.push(third)
    const [first] = people
    if (!first) throw new Error('nobody is there')
    // Those on the dead instance keep what they drew until it is back.
    await eventually(
      () => first.head().outbox === 0,
      () => JSON.stringify(first.head()),
    )
    await two.restart()
    await converged(people, 90)
  })

  test('the database dies with kill -9 in the midst of drawing and comes back', async () => {
    for (let round = 0; round < 30; round++) {
      for (const client of people) draw(client)
      if (round === 15) await postgres.kill9()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await postgres.restart()
    await converged(people, 90)
    expect(one.process().running && two.process().running).toBe(true)
  })

  if (withRedis) {
    test('Redis dies in the midst and comes back: nobody is wrong, and it is fast again', async () => {
      for (let round = 0; round < 30; round++) {
        for (const client of people) draw(client)
        if (round === 10) await redis.kill9()
        if (round === 20) await redis.restart()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await converged(people, 90)
      expect(one.process().running && two.process().running).toBe(true)
      // Live goes over Redis alone: when it arrives, Redis works again.
      const [ann, ben] = people
      if (ann && ben) await liveCrosses(ann, ben)
    })

    test('while Redis is down what is drawn comes to the other instance within 2 s, and nobody is told of an error', async () => {
      const [ann, ben] = people
      if (!ann || !ben) throw new Error('nobody is there')
      await redis.kill9()
      const delays: number[] = []
      for (let i = 0; i < 5; i++) {
        const start = performance.now()
        const id = draw(ann)
        await eventually(
          () => ben.get(id) !== undefined,
          () => 'it comes',
        )
        delays.push(performance.now() - start)
      }
      await redis.restart()
      console.log(`without Redis: ${delays.map(Math.round).join(', ')} ms`)
      // The middle one: a busy machine may be late once.
      expect(delays.sort((a, b) => a - b)[2]).toBeLessThan(2_000)
      expect(people.map((client) => client.getState())).toEqual(
        people.map(() => expect.objectContaining({ phase: 'open', problem: null, refused: [] })),
      )
    })
  }
})
