import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { faultsOf, readSources } from './imports.ts'

const faults = (path: string, text: string) => faultsOf([{ path, text }])

describe('import directions', () => {
  it.each([
    ['packages/board/src/a.ts', "import { x } from '@inkwire/protocol'"],
    ['packages/board/src/a.ts', "import type { x } from '../../protocol/src/index.ts'"],
    ['packages/protocol/src/a.ts', "export * from '@inkwire/sync'"],
    ['packages/canvas/src/a.ts', "import { BoardClient } from '@inkwire/sync'"],
    ['packages/canvas/src/a.ts', "const sync = await import('@inkwire/sync')"],
    ['packages/sync/src/a.ts', "import '@inkwire/canvas'"],
    ['packages/sync/src/a.ts', "import { x } from '@inkwire/realtime'"],
    ['packages/sync/src/a.ts', "import { x } from '../../../apps/web/src/api.ts'"],
    ['apps/web/src/a.tsx', "import { x } from '../../realtime/src/log/log.ts'"],
    ['apps/realtime/src/a.ts', "import { Editor } from '@inkwire/canvas'"],
    ['apps/web/src/a.ts', "import { x } from '../../../tests/cluster/a.ts'"],
    ['packages/board/src/a.ts', "import { createHash } from 'node:crypto'"],
    ['packages/board/src/a.ts', "import { createHash } from 'crypto'"],
    ['packages/board/src/a.ts', "import { useState } from 'react'"],
    ['packages/board/src/a.ts', 'export const now = () => performance.now()'],
    ['packages/board/src/a.ts', "export const c = () => document.createElement('canvas')"],
  ])('refuses in %s: %s', (path, text) => {
    expect(faults(path, text)).toHaveLength(1)
  })

  it.each([
    ['packages/protocol/src/a.ts', "import { x } from '@inkwire/board'"],
    ['packages/sync/src/a.ts', "import { x } from '@inkwire/protocol'\nimport { io } from 'socket.io-client'"],
    ['packages/board/src/a.ts', "import * as z from 'zod/mini'\nimport { y } from './b.ts'"],
    ['packages/board/src/a.ts', '// uses no fetch() and no window.open\nexport const a = 1'],
    ['packages/board/src/a.ts', 'export const f = (document: BoardDocument) => document.size'],
    ['packages/board/src/a.test.ts', "import { readFileSync } from 'node:fs'"],
    ['tests/cluster/a.test.ts', "import { x } from '../../apps/realtime/src/log/log.ts'"],
    ['scripts/a.ts', "import { settings } from '../apps/realtime/src/settings.ts'"],
  ])('allows in %s: %s', (path, text) => {
    expect(faults(path, text)).toEqual([])
  })

  it('refuses what lies outside of the project, in any file', () => {
    expect(faults('docs/a.md', `see ../${'shared'}/a.md`)).toHaveLength(1)
  })

  it('refuses a source file of over 500 lines', () => {
    expect(faults('packages/board/src/a.ts', '\n'.repeat(500))).toEqual([])
    expect(faults('packages/board/src/a.ts', '\n'.repeat(501))).toHaveLength(1)
  })

  it('reads the project, without what is made', () => {
    const paths = readSources(dirname(dirname(fileURLToPath(import.meta.url)))).map((file) => file.path)
    expect(paths).toContain('packages/board/src/fold.ts')
    expect(paths).toContain('scripts/imports.ts')
    expect(paths.filter((path) => /node_modules|dist\/|\.next|generated/.test(path))).toEqual([])
  })
})
