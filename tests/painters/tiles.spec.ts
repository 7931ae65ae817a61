import { expect } from '@playwright/test'
import { test, trial } from './proof-page.ts'

test('tiles that were repaired in patches show what tiles painted whole show', async ({ proofs }) => {
  const { failure } = await proofs.evaluate((one) => window.proofs.patchesEqualWhole(one), trial(60))
  expect(failure).toBeNull()
})
