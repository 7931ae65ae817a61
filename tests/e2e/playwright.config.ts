import { defineConfig } from '@playwright/test'
import { BROWSER } from './browser.ts'

export default defineConfig({
  testDir: '..',
  testMatch: '**/{e2e,painters}/*.spec.ts',
  outputDir: '../../test-results',
  // Waits are generous and nothing runs side by side: machines that run this are slow and shared.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 1,
  fullyParallel: false,
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 30_000,
    launchOptions: BROWSER,
  },
})
