import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('peers', import.meta.url))

/** Installs the peers' packages, which nothing but this benchmark needs, where they are missing or other ones. Throws with npm's words. */
export function installPeers(): void {
  if (isInstalled()) return
  console.log('Installing Excalidraw and tldraw for this benchmark (about 700 packages, once) …')
  // Excalidraw asks for an older React than tldraw does.
  const args = ['ci', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The peers could not be installed: ${stdout ?? ''}${stderr ?? ''}`.trim())
}

/** npm writes down what it installed. */
function isInstalled(): boolean {
  const there = `${folder}/node_modules/.package-lock.json`
  if (!existsSync(there)) return false
  const versions = (file: string): Record<string, { readonly version?: string }> =>
    JSON.parse(readFileSync(file, 'utf8')).packages
  const [installed, wanted] = [versions(there), versions(`${folder}/package-lock.json`)]
  const { dependencies } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  return Object.keys(dependencies).every((name) => {
    const path = `node_modules/${name}`
    return installed[path]?.version !== undefined && installed[path]?.version === wanted[path]?.version
  })
}
