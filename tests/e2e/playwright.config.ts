import { defineConfig } from '@playwright/test'
import { BROWSER } from './browser.ts'

export default defineConfig({
  testDir: '..',
  testMatch: '**/{e2e,painters}/*.spec.ts',
  outputDir: '../../test-results',
  // Waits are generous: machines that run this are slow and shared.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // Each has a service of its own, and waits much of the time: two are what two cores carry.
  workers: 2,
  fullyParallel: false,
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 30_000,
    launchOptions: BROWSER,
  },
})
