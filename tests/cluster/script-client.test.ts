import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, startChild } from '../servers/child.ts'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

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

test('the documented script draws on a board', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board, key } = await guest.newBoard()
  const link = `${instance.url}/b/${board}#${key}`
  const script = startChild(process.execPath, ['--import', 'tsx', 'docs/examples/spiral.ts', link], { cwd: ROOT })
  await eventually(
    () => !script.running,
    () => script.output(),
  )
  expect(script.output()).toContain('saved: the board shows 1 elements')
  const head = await guest.request(`/api/v1/boards/${board}/head`)
  expect(await head.json()).toMatchObject({ seq: 1, elements: 1 })
})
