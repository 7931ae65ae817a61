// Inkwire as a load harness sees it. Our packages are TypeScript sources, so they are loaded through tsx, wherever the harness lies.
import { tsImport } from 'tsx/esm/api'

const { createDriver } = await tsImport('./driver/driver.ts', import.meta.url)

export default createDriver
