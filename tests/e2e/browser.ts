import { existsSync } from 'node:fs'
import type { LaunchOptions } from '@playwright/test'

/** Debian's; elsewhere Playwright's own browser is used. */
const SYSTEM_CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** How tests start a browser. */
export const BROWSER: LaunchOptions = {
  ...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
