// The operator's command line: `npm run admin -- list`. Which commands there are it says itself.
import { installPackages } from './install.mjs'

installPackages()
const tsx = await import('tsx/esm/api')
tsx.register()
const { admin } = await import('./admin.ts')
try {
  process.exitCode = (await admin(process.argv.slice(2))) ? 0 : 1
} catch (error) {
  const expected = error instanceof Error && ['AdminError', 'StartError', 'SettingsError'].includes(error.name)
  console.error(expected ? error.message : error)
  process.exitCode = 1
}
