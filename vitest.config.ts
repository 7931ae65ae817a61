import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'apps/web/service-worker/*.test.ts',
      'scripts/**/*.test.ts',
      'benchmarks/**/*.test.ts',
      'tests/deploy/*.test.ts',
    ],
    // Machines that run this are shared: a slow one is not a failing one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
