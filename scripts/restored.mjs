// To be run once after a backup of the database was brought back: `npm run restored`.
import { installPackages } from './install.mjs'

installPackages()
const tsx = await import('tsx/esm/api')
tsx.register()
const { restored } = await import('./restored.ts')
try {
  await restored()
} catch (error) {
  const expected = error instanceof Error && ['StartError', 'SettingsError'].includes(error.name)
  console.error(expected ? error.message : error)
  process.exitCode = 1
}
