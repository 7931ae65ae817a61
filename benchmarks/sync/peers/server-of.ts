import { fileURLToPath } from 'node:url'
import type { Driver } from '../../driver/update.ts'

/** How a peer's server is started: a file of this folder, with a port and a data folder. */
export const serverOf =
  (file: string): Driver['server'] =>
  ({ port, dataDir }) => ({
    cmd: process.execPath,
    args: ['--import', 'tsx', fileURLToPath(new URL(file, import.meta.url)), String(port), dataDir],
    env: { NODE_ENV: 'production' },
  })
