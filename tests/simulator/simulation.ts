import { problems } from './verdict.ts'
import type { Sabotage } from './world.ts'
import { World } from './world.ts'

/** What one seed did. */
export interface Outcome {
  readonly seed: number
  /** What must not be; none: the run is good. */
  readonly problems: readonly string[]
  readonly commits: number
  /** Of these, what was done without a network on a page that was opened without one. */
  readonly onCopies: number
  readonly acknowledged: number
  readonly faults: number
  /** Virtual ms. */
  readonly took: number
  /** Events of the virtual time. */
  readonly events: number
}

/** Faults go on for so long, in virtual ms. */
const STORM_MS = 30_000
/** After the faults everything has so long to come to rest, in virtual ms: the longest waits of the code, several times. */
const CALM_MS = 90_000

/** Plays one seed: a storm of faults while people draw, then calm, then the verdict. */
export async function simulate(seed: number, sabotage: Sabotage = {}): Promise<Outcome> {
  const world = new World(seed, sabotage)
  world.time.install()
  try {
    await storm(world)
    await calm(world)
    const found = await problems(world)
    const { counts, acknowledged } = world.witness
    return {
      seed,
      problems: found,
      commits: counts.commits,
      onCopies: counts.onCopies,
      acknowledged: acknowledged.length,
      faults:
        counts.kills +
        counts.crashes +
        counts.partitions +
        counts.outages +
        counts.restores +
        counts.prunings +
        counts.erasures,
      took: world.time.now,
      events: world.time.happened,
    }
  } finally {
    world.time.uninstall()
  }
}

async function storm(world: World): Promise<void> {
  const { random, time, network, weather } = world
  // Each run has a climate of its own: some are calm in one respect, so that what others hide shows.
  const often = { kills: random.next() * 0.02, crashes: random.next() * 0.02, partitions: random.next() * 0.02 }
  network.latency = random.pick([2, 20, 200, 1_000]) ?? 20
  network.cuts = random.chance(0.5) ? random.next() * 0.02 : 0
  weather.latency = random.pick([1, 5, 50, 500]) ?? 5
  weather.failsBefore = random.chance(0.5) ? random.next() * 0.1 : 0
  weather.failsAfter = random.chance(0.5) ? random.next() * 0.1 : 0
  world.redisLoses = random.pick([0, 0.1, 0.5, 1]) ?? 0
  const outages = random.next() * 0.01
  const restores = random.chance(0.1) ? 0.003 : 0
  const prunings = random.chance(0.2) ? 0.02 : 0
  const erasures = random.chance(0.2) ? 0.01 : 0
  for (let i = random.between(1, 3); i > 0; i--) world.startInstance()
  for (let i = random.between(1, 4); i > 0; i--) world.addBrowser()
  for (const browser of world.browsers) world.openTab(browser)

  const { counts } = world.witness
  for (const until = time.now + STORM_MS; time.now < until; ) {
    await time.pass(random.between(5, 200))
    for (const tab of [...world.tabs]) if (random.chance(0.5)) world.act(tab)
    if (random.chance(often.kills)) {
      world.killInstance()
      time.after(world.owner, random.between(10, 3_000), () => world.startInstance())
    }
    if (world.instances.length === 0 && random.chance(0.1)) world.startInstance()
    const tab = random.pick(world.tabs)
    if (tab && random.chance(often.crashes)) {
      world.crashTab(tab)
      time.after(world.owner, random.between(10, 5_000), () => void world.openTab(tab.browser))
    }
    // A tab that is duplicated: two on one disk.
    if (tab && world.tabs.length < 8 && random.chance(0.003)) world.openTab(tab.browser)
    const browser = random.pick(world.browsers)
    if (browser && !browser.cutOff && random.chance(often.partitions)) {
      browser.cutOff = true
      counts.partitions++
      // A person without a network who closes the board, and opens it again.
      for (const lost of world.tabs.filter((one) => one.browser === browser && random.chance(0.4))) {
        time.after(world.owner, random.between(10, 2_000), () => lost.owner.alive && world.crashTab(lost))
        time.after(world.owner, random.between(2_000, 4_000), () => void world.openTab(browser))
      }
      time.after(world.owner, random.between(100, 20_000), () => {
        browser.cutOff = false
      })
    }
    if (random.chance(restores)) world.restoreBackup()
    if (random.chance(prunings)) world.prune()
    if (random.chance(erasures)) world.erase()
    if (!weather.down && random.chance(outages)) {
      weather.down = true
      counts.outages++
      time.after(world.owner, random.between(50, 8_000), () => {
        weather.down = false
      })
    }
  }
}

/** Everything works again, and every person opens the board once more: what earlier pages left is adopted. */
async function calm(world: World): Promise<void> {
  const { time, network, weather } = world
  await time.pass(20_000)
  Object.assign(network, { latency: 5, cuts: 0 })
  Object.assign(weather, { down: false, latency: 2, failsBefore: 0, failsAfter: 0 })
  world.redisLoses = 0
  for (const browser of world.browsers) browser.cutOff = false
  if (world.instances.length === 0) world.startInstance()
  for (const browser of world.browsers) world.openTab(browser)
  await time.pass(CALM_MS)
}
