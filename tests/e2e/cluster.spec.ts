import { type Browser, expect } from '@playwright/test'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'
import { BoardPage, converged } from './board-page.ts'
import { type Service, test } from './service.ts'

let service: Service
let redis: RedisServer

test.beforeAll(async ({ service: whole }) => {
  service = whole
  redis = await startRedis()
})

test.afterAll(async () => {
  await redis?.stop()
})

/** Two instances on ports of their own, both forwarding pages to one Next. */
async function withTwoInstances(redisUrl: string | undefined, work: (one: Instance, two: Instance) => Promise<void>) {
  const options = {
    databaseUrl: service.postgres.url,
    webUrl: service.webUrl,
    ...(redisUrl === undefined ? {} : { redisUrl }),
  }
  const one = await startInstance(options)
  const two = await startInstance(options)
  try {
    await work(one, two)
  } finally {
    await Promise.all([one.stop(), two.stop()])
  }
}

const on = (instance: Instance, link: string): string => link.replace(/^http:\/\/[^/]+/, instance.url)

async function threePeople(browser: Browser, one: Instance, two: Instance) {
  const ann = await BoardPage.create(browser, one.url)
  const link = await ann.link()
  const ben = await BoardPage.open(browser, on(two, link))
  const eve = await BoardPage.open(browser, on(two, link))
  return { ann, ben, eve, link }
}

async function drawTogether(people: readonly BoardPage[], row: number): Promise<void> {
  for (const [i, person] of people.entries()) {
    const [x, y] = [250 + 220 * i, 150 + 90 * row]
    await person.pen([x, y], [x + 90, y + 30], [x + 120, y])
  }
}

test('two instances with Redis: people on both draw together, killed and restarted', async ({ browser }) => {
  await withTwoInstances(redis.url, async (one, two) => {
    const { ann, ben, eve, link } = await threePeople(browser, one, two)
    await drawTogether([ann, ben, eve], 0)
    const drawn = await converged([ann, ben, eve], 3)
    const fay = await BoardPage.open(browser, on(one, link))
    expect((await converged([ann, ben, eve, fay], 3)).hash).toBe(drawn.hash)

    await Promise.all([one.kill9(), two.kill9(), service.postgres.kill9()])
    await service.postgres.restart()
    await Promise.all([one.restart(), two.restart()])
    expect((await converged([ann, ben, eve, fay], 3)).hash).toBe(drawn.hash)
    await drawTogether([fay, ben, eve], 1)
    const after = await converged([ann, ben, eve, fay], 6)
    await Promise.all([ann, ben, eve, fay].map((person) => person.close()))
    const gus = await BoardPage.open(browser, on(two, link))
    expect((await converged([gus], 6)).hash).toBe(after.hash)
    await gus.close()
  })
})

test('Redis is killed in the midst and comes back: nobody is wrong, nobody notices', async ({ browser }) => {
  await withTwoInstances(redis.url, async (one, two) => {
    const { ann, ben, eve } = await threePeople(browser, one, two)
    const people = [ann, ben, eve]
    await drawTogether(people, 0)
    await converged(people, 3)
    await redis.kill9()
    await drawTogether(people, 1)
    await converged(people, 6)
    await redis.restart()
    await drawTogether(people, 2)
    await converged(people, 9)
    for (const person of people) {
      await expect(person.page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
      await person.close()
    }
    expect(one.process().running && two.process().running).toBe(true)
  })
})

test('two instances without Redis: right all the same', async ({ browser }) => {
  await withTwoInstances(undefined, async (one, two) => {
    const { ann, ben, eve } = await threePeople(browser, one, two)
    await drawTogether([ann, ben, eve], 0)
    await drawTogether([ann, ben, eve], 1)
    await converged([ann, ben, eve], 6)
    await Promise.all([ann, ben, eve].map((person) => person.close()))
  })
})
