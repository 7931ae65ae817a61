import { expect } from '@playwright/test'
import { test } from './proof-page.ts'

/** Of the ink in all: letters that small are painted in whole steps of their size, so each by itself has too much or too little. */
const INK_SLACK = 0.15
/** Of the mean ink of 3 × 3 px. */
const PLACE_SLACK = 0.2

for (const type of ['stroke', 'text'] as const) {
  test(`what is painted in a simple way as it is so small looks as if it were painted whole: ${type}`, async ({
    proofs,
  }) => {
    const looks = await proofs.evaluate((kind) => window.proofs.smallLooks(kind), type)
    const sum = (inks: readonly number[]) => inks.reduce((all, ink) => all + ink, 0)
    const [simple, whole] = [sum(looks.map((look) => look.simple)), sum(looks.map((look) => look.whole))]
    expect(Math.abs(simple - whole) / whole, JSON.stringify(looks)).toBeLessThan(INK_SLACK)
    expect(Math.max(...looks.map(({ worst }) => worst)), JSON.stringify(looks)).toBeLessThan(PLACE_SLACK)
  })
}
