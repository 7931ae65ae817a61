// The first file that runs: an old Node must be able to read it, to say that it is too old. So nothing is imported
// before the check, and the syntax is that of Node 12.
const found = process.versions.node
const [major = 0, minor = 0] = found.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node is too old: Inkwire needs 20.19 or newer; this is ${found}`)
  process.exit(1)
}

const dev = process.argv.includes('--dev')

import('./install.mjs')
  .then(({ installPackages }) => installPackages())
  // In this process, not in a child: signals, exit code and terminal stay the same.
  .then(() => import('tsx/esm/api'))
  .then((tsx) => tsx.register())
  .then(() => import('./supervise.ts'))
  .then(({ supervise }) => supervise({ dev }))
  .catch((error) => {
    const expected = ['StartError', 'SettingsError'].includes(error.name)
    console.error(expected ? error.message : error)
    process.exit(1)
  })
