import { describe, expect, test } from 'vitest'
import { SABOTAGES } from './sabotages.ts'
import { simulate } from './simulation.ts'

/** Played with each `npm test`; `npm run simulate` plays more. */
const SEEDS = 200
/** A sabotage that this many seeds don't notice counts as unnoticed. */
const PATIENCE = 160

describe('the simulator', () => {
  test(`${SEEDS} seeds: nothing acknowledged is lost, nothing is doubled, and all come to the same`, async () => {
    const sum = { commits: 0, onCopies: 0, acknowledged: 0, faults: 0 }
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { problems, commits, onCopies, acknowledged, faults } = await simulate(seed)
      expect(problems, `seed ${seed}: npm run simulate -- --from ${seed} --seeds 1`).toEqual([])
      sum.commits += commits
      sum.onCopies += onCopies
      sum.acknowledged += acknowledged
      sum.faults += faults
    }
    console.log(`${SEEDS} seeds: ${sum.commits} changes, ${sum.acknowledged} acknowledgements, ${sum.faults} faults`)
    expect(sum.acknowledged).toBeGreaterThan(SEEDS * 50)
    expect(sum.onCopies).toBeGreaterThan(SEEDS * 2)
    expect(sum.faults).toBeGreaterThan(SEEDS * 3)
  })

  test('a seed plays the same again', async () => {
    expect(await simulate(7)).toEqual(await simulate(7))
  })

  test.each(Object.entries(SABOTAGES))('notices code that %s', async (_, sabotage) => {
    let noticed: readonly string[] = []
    for (let seed = 1; seed <= PATIENCE && noticed.length === 0; seed++)
      noticed = (await simulate(seed, sabotage)).problems
    expect(noticed).not.toEqual([])
  })
})
