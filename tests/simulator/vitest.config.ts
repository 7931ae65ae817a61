import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['**/*.test.ts'],
    // Machines that run this are shared: a slow one is not a failing one.
    testTimeout: 600_000,
  },
})
