import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SCRIPT = join(ROOT, 'deploy', 'needed-packages.mjs')
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder with a package-lock.json, and a folder for each package in it. Returns which of them the script leaves. */
function left(packages: { readonly [path: string]: object }): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'inkwire-packages-'))
  folders.push(folder)
  for (const path of Object.keys(packages)) mkdirSync(join(folder, path), { recursive: true })
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
  execFileSync(process.execPath, [SCRIPT, 'apps/realtime'], { cwd: folder })
  return Object.keys(packages).filter((path) => path.includes('node_modules/') && existsSync(join(folder, path)))
}

test('what is needed stays, through our own packages and required peers; optional peers and their like go', () => {
  expect(
    left({
      'apps/realtime': { dependencies: { auth: '1', '@inkwire/board': '*' } },
      'apps/realtime/node_modules/auth': {
        dependencies: { deep: '1' },
        peerDependencies: { next: '1', database: '1' },
        peerDependenciesMeta: { next: { optional: true } },
      },
      'node_modules/auth': { dependencies: { old: '1' } },
      'node_modules/old': {},
      'node_modules/deep': {},
      'node_modules/database': { optionalDependencies: { fast: '1' } },
      'node_modules/fast': {},
      'node_modules/next': { dependencies: { within: '1' } },
      'node_modules/next/node_modules/within': {},
      'node_modules/@inkwire/board': { link: true, resolved: 'packages/board' },
      'packages/board': { dependencies: { keys: '1' } },
      'node_modules/keys': { dependencies: { auth: '1' } },
    }),
  ).toEqual([
    'apps/realtime/node_modules/auth',
    'node_modules/auth',
    'node_modules/old',
    'node_modules/deep',
    'node_modules/database',
    'node_modules/@inkwire/board',
    'node_modules/keys',
  ])
})

test('each folder in which the lock puts packages of realtime is copied into its image', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  const dockerfile = readFileSync(join(ROOT, 'deploy', 'Dockerfile.realtime'), 'utf8')
  expect(Object.keys(packages).some((path) => path.startsWith('apps/realtime/node_modules/'))).toBe(true)
  for (const folder of ['node_modules', 'apps/realtime/node_modules']) {
    expect(dockerfile).toContain(`COPY --from=build /inkwire/${folder} ./${folder}\n`)
  }
})
