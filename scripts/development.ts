import { spawnSync } from 'node:child_process'
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { context } from 'esbuild'
import { options } from '../apps/realtime/build.mjs'
import { StartError } from './start-error.ts'

export interface RealtimeWatch {
  stop(): Promise<void>
}

/** ms that an editor may take to write one file in several steps. */
const SETTLE = 200

/**
 * Builds realtime, and builds it again whenever a source of it, of the packages or of the database's schema changes.
 *
 * @param changed called after each further build that went well
 */
export async function watchRealtime(root: string, changed: () => void): Promise<RealtimeWatch> {
  if (!generate(root)) throw new StartError('The database client could not be generated, see above')
  let builds = 0
  let tellFirst: (ok: boolean) => void = () => {}
  const first = new Promise<boolean>((resolve) => {
    tellFirst = resolve
  })
  const builder = await context({
    ...options,
    plugins: [
      ...options.plugins,
      {
        name: 'tell',
        setup: (build) =>
          build.onEnd(({ errors }) => {
            builds += 1
            if (builds === 1) tellFirst(errors.length === 0)
            else if (errors.length === 0) changed()
          }),
      },
    ],
  })
  await builder.watch()
  if (!(await first)) {
    await builder.dispose()
    throw new StartError('The first build of realtime failed, see above')
  }
  // esbuild sees what this writes, and builds.
  const schema = onChange(join(root, 'prisma'), 'schema.prisma', () => generate(root))
  return {
    stop: async () => {
      schema.close()
      await builder.dispose()
    },
  }
}

/** The folder, not the file: editors replace files. */
function onChange(folder: string, name: string, act: () => void): FSWatcher {
  let timer: NodeJS.Timeout | undefined
  return watch(folder, (_, file) => {
    if (file !== name) return
    clearTimeout(timer)
    timer = setTimeout(act, SETTLE)
  })
}

function generate(root: string): boolean {
  return spawnSync(process.execPath, [join(root, 'scripts', 'generate.mjs')], { stdio: 'inherit' }).status === 0
}
