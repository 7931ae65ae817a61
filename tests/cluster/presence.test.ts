import { execFileSync } from 'node:child_process'
import { type BoardId, packPoints, type StrokePoint } from '@inkwire/board'
import { type LiveEntry, packLive, packTick } from '@inkwire/protocol'
import { type BoardClient, newElementId, newGestureId } from '@inkwire/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { converged, draw, liveCrosses, pageOf } from '../servers/drawing.ts'
import { Guest, join, newActor } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'

/** The people of an instance that died are gone by then. */
const GONE_MS = 15_000
/** Ticks come at most so often. */
const TICK_MS = 16

let postgres: PostgresServer
let redis: RedisServer
let one: Instance
let two: Instance
let board: BoardId
let key: string
let epoch: string
let open: BoardClient[]

beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const options = { databaseUrl: postgres.url, redisUrl: redis.url, env: { MOVE_SECONDS: '0' } }
  ;[one, two] = await Promise.all([startInstance(options), startInstance(options)])
})

afterAll(async () => {
  await Promise.all([one, two].map((instance) => instance?.stop()))
  await redis?.stop()
  await postgres?.stop()
})

beforeEach(async () => {
  open = []
  const guest = await Guest.arrive(one.url)
  ;({ board, key } = await guest.newBoard())
  epoch = (await (await guest.request(`/api/v1/boards/${board}/head`)).json()).epoch
  return async () => {
    await Promise.all(open.map((client) => client.close()))
  }
})

async function somebody(): Promise<string> {
  return (await Guest.arrive(one.url)).cookie
}

function page(instance: Instance, cookie: string): BoardClient {
  const client = pageOf(instance.url, cookie, board, key)
  open.push(client)
  return client
}

const present = (client: BoardClient): number => client.getState().present.length

const sees = (client: BoardClient, count: number) =>
  eventually(
    () => present(client) === count,
    () => `${present(client)} are there, not ${count}`,
  )

describe('people on both instances', () => {
  test('two tabs, reloads and broken connections leave no phantoms, and nobody out', async () => {
    const [ann, ben] = [await somebody(), await somebody()]
    const bens = page(two, ben)
    let anns = page(one, ann)
    const second = page(one, ann)
    await Promise.all([bens, anns, second].map((client) => sees(client, 3)))
    await second.close()
    await sees(bens, 2)
    for (let i = 0; i < 5; i++) {
      const next = page(one, ann)
      // Reloaded at once, or after it was seen.
      if (i % 2 === 0) await sees(next, 3)
      await anns.close()
      anns = next
    }
    await Promise.all([bens, anns].map((client) => sees(client, 2)))
    expect(bens.getState().present.map(({ actor }) => actor)).toContain(anns.actor)
  })

  test('a page whose connection breaks and comes back was never gone', async () => {
    const [ann, ben] = [page(one, await somebody()), page(two, await somebody())]
    await Promise.all([sees(ann, 2), sees(ben, 2)])
    let fewest = 2
    const stop = ben.subscribe(() => {
      fewest = Math.min(fewest, present(ben))
    })
    const guest = Guest.of(one.url, await somebody())
    for (let i = 0; i < 3; i++) {
      // As a second connection of the same page: the old one ends after the new one has come, or before.
      const sockets = [await guest.connect(), await guest.connect()]
      const actor = newActor()
      for (const socket of sockets) expect(await join(socket, board, actor, key)).toMatchObject({ ok: true })
      await sees(ben, 3)
      sockets[i % 2]?.disconnect()
      await new Promise((resolve) => setTimeout(resolve, 1_200))
      expect(present(ben)).toBe(3)
      sockets[(i + 1) % 2]?.disconnect()
      await sees(ben, 2)
    }
    stop()
    expect(fewest).toBe(2)
  })

  test('Redis goes and comes back: whoever came meanwhile is seen, and nobody else', async () => {
    const [ann, ben] = [page(one, await somebody()), page(two, await somebody())]
    await Promise.all([sees(ann, 2), sees(ben, 2)])
    await redis.kill9()
    const cleo = page(two, await somebody())
    draw(ann)
    // Without Redis what is drawn comes with the next look at the log.
    await converged([ann, ben], 1)
    await redis.restart()
    await Promise.all([ann, ben, cleo].map((client) => sees(client, 3)))
    await cleo.close()
    await Promise.all([ann, ben].map((client) => sees(client, 2)))
    expect(ann.getState()).toMatchObject({ phase: 'open', problem: null })
  })

  test('one tick at a time brings all that both instances have, to everybody', async () => {
    const writers = [one, two, one, two].map(async (instance) => page(instance, await somebody()))
    const all = await Promise.all(writers)
    await Promise.all(all.map((client) => sees(client, 4)))
    const guest = Guest.of(two.url, await somebody())
    const socket = await guest.connect()
    expect(await join(socket, board, newActor(), key)).toMatchObject({ ok: true })
    let ticks = 0
    let bytes: Uint8Array | undefined
    socket.on('tick', (tick) => {
      ticks++
      bytes = tick
    })
    const start = performance.now()
    while (performance.now() - start < 1_000) {
      for (const client of all) client.live({ kind: 'cursor', x: Math.random() * 100, y: 1 })
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const most = (performance.now() - start) / TICK_MS + 2
    expect(bytes?.length).toBeGreaterThan(0)
    expect(ticks).toBeGreaterThan(1)
    // Four people at 60 a second, from two instances: four times as many, were they not put together.
    expect(ticks).toBeLessThanOrEqual(most)
    socket.close()
  })
})

describe('live of both instances', () => {
  test('a stroke that is being drawn is whole for whoever comes in the middle, and goes with its batch', async () => {
    const [ann, ben] = [page(one, await somebody()), page(two, await somebody())]
    await Promise.all([sees(ann, 2), sees(ben, 2)])
    const id = newElementId()
    const style = { color: 'ink', width: 2 } as const
    const points: StrokePoint[] = []
    const inks = (client: BoardClient) => client.peers().flatMap((peer) => peer.inks ?? [])
    const drawUntil = (what: string, done: () => boolean) =>
      eventually(
        () => {
          const from = Math.max(0, points.length - 8)
          points.push({ x: points.length, y: 0, pressure: 1 })
          ann.live({ kind: 'stroke', id, x: 5, y: 6, from, points: points.slice(from), ...style, zoom: 1 })
          return done()
        },
        () => what,
      )
    const whole = (client: BoardClient) => {
      const shown = inks(client)[0]?.points ?? []
      return shown.length > 20 && shown.every(({ x }, i) => x === i)
    }
    await drawUntil('ben sees the stroke', () => whole(ben))
    const [here, there] = [page(one, await somebody()), page(two, await somebody())]
    await drawUntil('those who came see all of it', () => whole(here) && whole(there))
    const element = { id, type: 'stroke', order: 'a1', x: 5, y: 6, points: packPoints(points, 1), ...style } as const
    ann.commit(newGestureId(), [{ op: 'put', element }])
    await converged([ann, ben, here, there], 1)
    expect([ben, here, there].flatMap(inks)).toEqual([])
  })

  test('nobody is hidden by whoever takes an actor with the same beginning', async () => {
    const [ann, ben] = [page(one, await somebody()), page(two, await somebody())]
    await Promise.all([sees(ann, 2), sees(ben, 2)])
    await liveCrosses(ann, ben)
    const socket = await Guest.of(two.url, await somebody()).connect()
    const actor = (ann.actor.slice(0, 18) + newActor().slice(18)) as typeof ann.actor
    expect(await join(socket, board, actor, key)).toMatchObject({ ok: true })
    await Promise.all([sees(ann, 3), sees(ben, 3)])
    await Promise.all([liveCrosses(ann, ben), liveCrosses(ben, ann)])
    socket.close()
    await Promise.all([sees(ann, 2), sees(ben, 2)])
    await liveCrosses(ann, ben)
  })
})

describe('what a newer version sends', () => {
  const instance = 'ffffffff-ffff-4fff-8fff-ffffffffffff'
  const publish = (channel: string, message: string | Uint8Array): void => {
    const port = new URL(redis.url).port
    execFileSync('redis-cli', ['-p', port, '-x', 'SPUBLISH', channel], { input: Buffer.from(message) })
  }
  const emit = (...packet: readonly unknown[]): void =>
    publish('socket.io#/#', JSON.stringify({ uid: 'newer', nsp: '/', type: 9, data: { packet } }))

  test('is taken as far as it is known; the rest goes by and harms nobody', async () => {
    const [ann, ben] = [page(one, await somebody()), page(two, await somebody())]
    await Promise.all([sees(ann, 2), sees(ben, 2)])
    const actor = newActor()
    const person = { id: 'p'.repeat(21), name: 'Newer', color: '#112233', mood: { of: ['tomorrow'] } }
    emit('presence', board, instance, [{ actor, person, device: 'glasses' }], { more: 'than today' })
    emit('an event of tomorrow', board, { with: 'content' })
    emit('presence', board, instance, 'in another form')
    emit('presence', { a: 'board' }, 7, null)
    emit('renamed', board, { text: 'a name in another form' })
    emit('access')
    publish('socket.io#/#', JSON.stringify({ uid: 'newer', nsp: '/', type: 99, data: {} }))
    publish('socket.io#/#', 'no message at all')
    await Promise.all([sees(ann, 3), sees(ben, 3)])
    expect(ann.getState().present.find((one) => one.actor === actor)?.person).toMatchObject({ name: 'Newer' })

    const cursor: LiveEntry = { actor, bytes: packLive({ number: 1, parts: [{ kind: 'cursor', x: 7, y: 8 }] }) }
    const unknown: LiveEntry = { actor: 'a part of tomorrow' as LiveEntry['actor'], bytes: new Uint8Array(50).fill(9) }
    const tick = packTick({ room: 0, batches: [], live: [unknown, cursor] })
    const channel = `inkwire:board:${board}`
    await eventually(
      () => {
        publish(channel, Buffer.concat([Buffer.from(instance + epoch), tick]))
        return [ann, ben].every((client) => client.peers().some((peer) => peer.cursor?.x === 7))
      },
      () => 'the cursor beside an unknown part is seen',
    )
    publish(channel, Buffer.concat([Buffer.from(instance + epoch), Buffer.from('not a tick')]))
    publish(channel, 'short')
    await liveCrosses(ann, ben)
    await liveCrosses(ben, ann)
    draw(ann)
    await converged([ann, ben], 1)
    expect(one.process().running && two.process().running).toBe(true)
  })
})

// The last one, as it ends an instance.
test('the people of an instance that died with kill -9 are gone within 15 s', async () => {
  const ann = page(one, await somebody())
  const others = await Promise.all([1, 2, 3].map(async () => page(two, await somebody())))
  await sees(ann, 4)
  // How late this machine is: a tick of the test's own clock that comes late says that others do, too.
  let late = 0
  let last = performance.now()
  const clock = setInterval(() => {
    late = Math.max(late, performance.now() - last - 100)
    last = performance.now()
  }, 100)
  const start = performance.now()
  await two.kill9()
  await Promise.all(others.map((client) => client.close()))
  await sees(ann, 1)
  clearInterval(clock)
  expect(performance.now() - start).toBeLessThan(GONE_MS + late)
})
