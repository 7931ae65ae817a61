import type { BoardId } from '@inkwire/board'
import { packLive, unpackTick } from '@inkwire/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, type RawSocket, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'

/** A second by design; machines that run tests are slow and shared. */
const SOON_MS = 15_000
/** So long it is watched whether anything comes after the word. */
const AFTER_MS = 500
/** A link's end has to lie ahead when the request arrives. */
const LINK_MS = 4_000
const PASSWORD = 'correct horse'

let postgres: PostgresServer
let redis: RedisServer
/** Two instances with Redis between them, and two without: of the same boards. */
let joined: readonly [Instance, Instance]
let apart: readonly [Instance, Instance]

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedis()
  const databaseUrl = postgres.url
  const both = (redisUrl?: string) =>
    Promise.all([0, 1].map(() => startInstance({ databaseUrl, ...(redisUrl ? { redisUrl } : {}) })))
  const [here, there] = await both(redis.url)
  const [one, other] = await both()
  if (!here || !there || !one || !other) throw new Error('four instances were asked for')
  joined = [here, there]
  apart = [one, other]
})

afterAll(async () => {
  for (const instance of [...(joined ?? []), ...(apart ?? [])]) await instance.stop()
  await redis?.stop()
  await postgres?.stop()
})

let people = 0
async function account(origin: string): Promise<Guest & { readonly email: string; readonly id: string }> {
  const guest = Guest.nobody(origin)
  const email = `losing${++people}@example.org`
  const body = { email, password: PASSWORD, name: `Person ${people}` }
  const { person } = await (await guest.request('/api/v1/account/sign-up', 'POST', body)).json()
  return Object.assign(guest, { email, id: person.id as string })
}

interface Watcher extends JoinedSocket {
  /** What it was told: another role, that it is out (null), or that its connection is closed. */
  readonly told: { readonly role: string | null | 'closed'; readonly at: number }[]
  /** Ticks that came after the word that it is out. */
  after: number
}

/** A connection, after some attempts where the machine is so busy that the database does not answer in time. */
async function connected(guest: Guest): Promise<RawSocket> {
  let socket: RawSocket | undefined
  await eventually(
    async () => {
      socket = await guest.connect().catch(() => undefined)
      return socket !== undefined
    },
    () => 'connected',
  )
  if (!socket) throw new Error('not connected')
  return socket
}

async function watcher(guest: Guest, board: BoardId, key?: string): Promise<Watcher> {
  const socket = await connected(guest)
  const actor = newActor()
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.code)
  const me: Watcher = { socket, board, actor, epoch: answer.epoch, told: [], after: 0 }
  const hear = (role: string | null) => me.told.push({ role, at: performance.now() })
  socket.on('access', ({ role }) => hear(role ?? null))
  socket.on('disconnect', () => hear('closed'))
  socket.on('tick', () => {
    if (me.told.some(({ role }) => role === null || role === 'closed')) me.after++
  })
  return me
}

/** Draws on and on, until it is stopped. */
function drawing(me: JoinedSocket): () => void {
  let number = 0
  const timer = setInterval(() => {
    // The last ones go down with the connection.
    send(me, batchOf(me, ++number, [rectangle(number, 0)])).catch(() => {})
  }, 20)
  return () => clearInterval(timer)
}

type Person = Awaited<ReturnType<typeof account>>

/** A board on one instance, its owner, who draws there all the time, and somebody on the other instance who is going to be put out. */
interface Scene {
  readonly owner: Person
  readonly board: BoardId
  readonly key: string
  readonly ben: Person
}

interface Loss {
  /** Comes by membership; else by the link. */
  readonly member?: true
  readonly word: null | 'closed'
  readonly change: (scene: Scene) => Promise<Response>
}

const path = ({ board }: Scene, rest = '') => `/api/v1/boards/${board}${rest}`
const setLink = (scene: Scene, change: object) => scene.owner.request(path(scene, '/link'), 'PATCH', change)

const LOSSES: { readonly [name: string]: Loss } = {
  'a membership that ends': {
    member: true,
    word: null,
    change: (scene) => scene.owner.request(path(scene, `/members/${scene.ben.id}`), 'DELETE'),
  },
  'a link that is closed': { word: null, change: (scene) => setLink(scene, { access: 'none' }) },
  'a new link': { word: null, change: (scene) => scene.owner.request(path(scene, '/link'), 'POST') },
  'a password': { word: null, change: (scene) => setLink(scene, { password: 'swordfish' }) },
  'the end of the link': {
    word: null,
    change: async (scene) => {
      const expiresAt = Date.now() + LINK_MS
      const answer = await setLink(scene, { expiresAt })
      await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now()))
      return answer
    },
  },
  'the trash': { word: null, change: (scene) => scene.owner.request(path(scene), 'DELETE') },
  'a board that is deleted for good': {
    word: null,
    change: async (scene) => {
      await scene.owner.request(path(scene), 'DELETE')
      return scene.owner.request(path(scene, '?forever=1'), 'DELETE')
    },
  },
  'signing out everywhere': {
    member: true,
    word: 'closed',
    change: async ({ ben, owner }) => {
      const elsewhere = Guest.nobody(owner.origin)
      await elsewhere.request('/api/v1/account/sign-in', 'POST', { email: ben.email, password: PASSWORD })
      return elsewhere.request('/api/v1/account/sign-out-everywhere', 'POST')
    },
  },
}

async function scene([here, there]: readonly [Instance, Instance], { member }: Pick<Loss, 'member'>): Promise<Scene> {
  const [owner, ben] = await Promise.all([account(here.url), account(there.url)])
  const made = { owner, ben, ...(await owner.newBoard()) }
  if (member) {
    await setLink(made, { access: 'none' })
    await owner.request(path(made, '/members'), 'POST', { email: ben.email, role: 'editor' })
  }
  return made
}

/** Puts somebody out while others draw. Returns after how many ms they were told. */
async function lose(
  instances: readonly [Instance, Instance],
  name: string,
  { member, word, change }: Loss,
): Promise<number> {
  const made = await scene(instances, { ...(member ? { member } : {}) })
  const me = await watcher(made.ben, made.board, member ? undefined : made.key)
  const drawer = await watcher(made.owner, made.board)
  const stop = drawing(drawer)
  expect(await change(made), name).toMatchObject({ ok: true })
  const since = performance.now()
  await eventually(
    () => me.told.some(({ role }) => role === word),
    () => `${name}: told ${word}: ${JSON.stringify(me.told)}`,
  )
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS))
  stop()
  const took = Math.max(0, (me.told.find(({ role }) => role === word)?.at ?? 0) - since)
  expect(took).toBeLessThan(SOON_MS)
  expect(me.after).toBe(0)
  if (word === null) expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toMatchObject({ ok: false })
  else await expect(made.ben.connect()).rejects.toThrow()
  for (const { socket } of [me, drawer]) socket.close()
  return Math.round(took)
}

/** Lowers a role in the middle of drawing: from the first refusal on nothing of theirs is taken or shown, and they see on. */
async function lower(instances: readonly [Instance, Instance]): Promise<number> {
  const made = await scene(instances, { member: true })
  const me = await watcher(made.ben, made.board)
  const owner = await watcher(made.owner, made.board)
  // Without Redis live stays within an instance.
  const beside = await watcher(Guest.nobody(made.ben.origin, made.owner), made.board)
  const cursors: number[] = []
  beside.socket.on('tick', (bytes) => {
    if (unpackTick(bytes).live.some(({ actor }) => me.actor.startsWith(actor))) cursors.push(performance.now())
  })
  const answers: Promise<{ readonly ok: boolean; readonly seq?: number }>[] = []
  let seen = 0
  const timer = setInterval(() => {
    me.socket.emit(
      'live',
      made.board,
      packLive({ number: answers.length + 1, parts: [{ kind: 'cursor', x: ++seen, y: 0 }] }),
    )
    answers.push(send(me, batchOf(me, answers.length + 1, [rectangle(answers.length, 0)])))
  }, 30)
  await eventually(
    () => cursors.length > 0,
    () => 'the cursor is seen',
  )
  await made.owner.request(path(made, `/members/${made.ben.id}`), 'PATCH', { role: 'viewer' })
  const since = performance.now()
  await eventually(
    () => me.told.some(({ role }) => role === 'viewer'),
    () => `told viewer: ${JSON.stringify(me.told)}`,
  )
  const at = me.told.find(({ role }) => role === 'viewer')?.at ?? 0
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS))
  clearInterval(timer)
  const taken = (await Promise.all(answers)).map(({ ok }) => ok)
  expect(taken.slice(taken.indexOf(false))).not.toContain(true)
  expect(taken.at(-1)).toBe(false)
  const head = await (await made.owner.request(path(made, '/head'))).json()
  expect(head.seq).toBe(taken.filter(Boolean).length)
  // One tick may have been on its way.
  expect(cursors.filter((time) => time > at + AFTER_MS / 2)).toEqual([])
  const more = new Promise((resolve) => me.socket.on('tick', resolve))
  expect(await send(owner, batchOf(owner, 1, [rectangle(0, 0)]))).toMatchObject({ ok: true })
  await more
  for (const { socket } of [me, owner, beside]) socket.close()
  return Math.round(Math.max(0, at - since))
}

/** All at once, each on a board of its own. */
async function all(instances: readonly [Instance, Instance], name: string): Promise<void> {
  const times = await Promise.all([
    ...Object.entries(LOSSES).map(async ([loss, how]) => [loss, await lose(instances, loss, how)] as const),
    lower(instances).then((ms) => ['a lower role', ms] as const),
  ])
  console.log(`told after, in ms, ${name}: ${JSON.stringify(Object.fromEntries(times))}`)
}

describe('whoever loses access, or has another role, is told at once, on another instance, and gets nothing after it', () => {
  test('with Redis', () => all(joined, 'with Redis'))

  test('with Redis that dies meanwhile', async () => {
    const losing = all(joined, 'with Redis that dies')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await redis.kill9()
    await losing
  })

  test('with Redis down', async () => {
    await all(joined, 'with Redis down')
    await redis.restart()
  })

  test('without Redis', () => all(apart, 'without Redis'))
})
