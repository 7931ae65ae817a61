import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseCall, runCall } from '@inkwire/realtime/admin/admin.ts'
import { AdminError } from '@inkwire/realtime/admin/admin-error.ts'
import { SECRET } from './instance.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** How a command of the operator's command line ended. */
export interface AdminEnd {
  readonly code: number
  readonly output: string
  readonly errors: string
}

export interface AdminOptions {
  readonly assetsDir?: string
  readonly secret?: string
}

/** Does what `npm run admin -- …` does beside the instances of a test, without the second that a process takes to start. */
export async function runAdmin(
  databaseUrl: string,
  args: readonly string[],
  { assetsDir = '/nowhere', secret = SECRET }: AdminOptions = {},
): Promise<AdminEnd> {
  const said: string[] = []
  const end = (code: number, errors: string) => ({ code, output: said.map((line) => `${line}\n`).join(''), errors })
  try {
    const call = parseCall(args, 'npm run admin --')
    const place = {
      databaseUrl,
      assetsDir,
      secret,
      migrations: MIGRATIONS,
      say: (line: string) => void said.push(line),
    }
    return end((await runCall(call, place)) ? 0 : 1, '')
  } catch (error) {
    if (error instanceof AdminError) return end(1, `${error.message}\n`)
    throw error
  }
}

/** Runs a script as people do, or a built program as in the container. */
export function runProgram(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<AdminEnd> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [file, ...args],
      { cwd: ROOT, env: { ...process.env, SECRET, ...env } },
      (_error, output, errors) => resolve({ code: child.exitCode ?? 1, output, errors }),
    )
  })
}
