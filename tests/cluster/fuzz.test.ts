import { afterAll, beforeAll, expect, test } from 'vitest'
import { fuzz } from '../fuzz/fuzzing.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

/** Enough for each way of attacking to have its turn; `npm run fuzz` sends a million. */
const MESSAGES = 3_000
const SEED = 20_261_123

let postgres: PostgresServer
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url, env: { TRUSTED_PROXIES: '127.0.0.1' } })
})

afterAll(async () => {
  await instance?.stop()
  await postgres?.stop()
})

test('hostile messages end nothing, and a board that others draw on meanwhile stays right', async () => {
  const { problems, outcomes, edits, batches } = await fuzz({
    seed: SEED,
    messages: MESSAGES,
    timeoutMs: 120_000,
    instance,
    databaseUrl: postgres.url,
    say: () => {},
  })
  expect(problems).toEqual([])
  // The attack is one: it came past the handshake, some of it was sound and some of it was refused for what it held.
  for (const outcome of ['accepted', 'refused: op.invalid', 'refused: request.invalid']) {
    expect({ outcome, times: outcomes.get(outcome) ?? 0 }).not.toEqual({ outcome, times: 0 })
  }
  expect(batches).toBeGreaterThan(edits)
})
