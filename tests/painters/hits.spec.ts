import { expect } from '@playwright/test'
import { test, trial } from './proof-page.ts'

test('what is painted can be hit, and what lies far from all ink can’t', async ({ proofs }) => {
  const { failure } = await proofs.evaluate((one) => window.proofs.hitsAgreeWithPixels(one), trial(300))
  expect(failure).toBeNull()
})
