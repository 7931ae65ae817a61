import type { BoardId } from '@inkwire/board'
import { type BoardsBody, LIMITS } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { Guest, join, newActor } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
})

afterAll(async () => {
  await instance?.stop()
  await postgres?.stop()
})

let ann: Guest
let ben: Guest
let board: BoardId
let key: string

beforeEach(async () => {
  ann = await Guest.arrive(instance.url)
  ben = await Guest.arrive(instance.url)
  const made = await ann.newBoard('Plans')
  board = made.board
  key = made.key
})

const listOf = async (guest: Guest): Promise<BoardsBody> => (await guest.request('/api/v1/boards')).json()
const place = (guest: Guest, change: object) => guest.request(`/api/v1/boards/${board}/place`, 'PUT', change)
const newFolder = async (guest: Guest, name: string): Promise<string> =>
  (await (await guest.request('/api/v1/folders', 'POST', { name })).json()).folder.id

test('a star and a folder are mine alone, also on a board of somebody else', async () => {
  await ben.request(`/api/v1/boards/${board}/open`, 'POST', { key })
  const folder = await newFolder(ben, 'School')
  expect((await place(ben, { starred: true })).status).toBe(204)
  expect((await place(ben, { folder })).status).toBe(204)
  expect(await listOf(ben)).toMatchObject({
    boards: [{ id: board, role: 'editor', starred: true, folder }],
    folders: [{ id: folder, name: 'School' }],
  })
  expect(await listOf(ann)).toMatchObject({ boards: [{ starred: false, folder: null }], folders: [] })
  // Not into another one's folder, nor a board that one may not open.
  expect((await place(ann, { folder })).status).toBe(404)
  expect((await place(await Guest.arrive(instance.url), { starred: true })).status).toBe(403)
  expect((await place(Guest.nobody(instance.url), { starred: true })).status).toBe(401)
  for (const change of [{ starred: 'yes' }, { folder: 'x'.repeat(100) }, { folder: '__proto__' }]) {
    expect((await place(ann, change)).status).toBe(400)
  }
})

test('folders are renamed and removed by whose they are; their boards stay', async () => {
  const folder = await newFolder(ann, ' School ')
  await place(ann, { folder })
  const path = `/api/v1/folders/${folder}`
  expect((await ben.request(path, 'PATCH', { name: 'Mine' })).status).toBe(404)
  expect((await ben.request(path, 'DELETE')).status).toBe(404)
  expect((await ann.request(path, 'PATCH', { name: '' })).status).toBe(400)
  expect(await (await ann.request(path, 'PATCH', { name: 'Work' })).json()).toEqual({
    folder: { id: folder, name: 'Work' },
  })
  expect((await ann.request(path, 'DELETE')).status).toBe(204)
  expect(await listOf(ann)).toMatchObject({ boards: [{ id: board, folder: null }], folders: [] })
  expect((await ann.request(`/api/v1/folders/${nanoid()}`, 'DELETE')).status).toBe(404)
})

test('a person has only so many folders', async () => {
  for (let i = 0; i < LIMITS.foldersPerPerson; i += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, k) => newFolder(ann, `Folder ${i + k}`)))
  }
  expect((await ann.request('/api/v1/folders', 'POST', { name: 'One more' })).status).toBe(429)
})

test('opening a board is noted for whoever opens it', async () => {
  expect((await listOf(ann)).boards[0]?.openedAt).toBeNull()
  const socket = await ann.connect()
  expect(await join(socket, board, newActor())).toMatchObject({ ok: true })
  await eventually(
    async () => (await listOf(ann)).boards[0]?.openedAt !== null,
    () => 'the board counts as opened',
  )
  expect(Math.abs(((await listOf(ann)).boards[0]?.openedAt ?? 0) - Date.now())).toBeLessThan(60_000)
  socket.close()
})

test('who signs in keeps the stars and folders that they had as a guest', async () => {
  const folder = await newFolder(ben, 'School')
  await ben.request(`/api/v1/boards/${board}/open`, 'POST', { key })
  await place(ben, { starred: true, folder })
  const account = { email: 'ben@example.org', password: 'correct horse' }
  const elsewhere = Guest.nobody(instance.url)
  await elsewhere.request('/api/v1/account/sign-up', 'POST', { ...account, name: 'Ben' })
  await ben.request('/api/v1/account/sign-in', 'POST', account)
  expect(await listOf(elsewhere)).toMatchObject({ boards: [{ id: board, starred: true, folder }], folders: [{}] })
})
