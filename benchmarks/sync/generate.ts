import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Measured, Task } from './run.ts'

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url))
const MOST_OUTPUT = 16 * 1024 * 1024

/** Runs a task in a generator process of its own. Rejects with what it printed when it fails. */
export async function generate(task: Task): Promise<Measured> {
  const args = ['--import', 'tsx', GENERATOR, JSON.stringify(task)]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { maxBuffer: MOST_OUTPUT })
  const lines = stderr.trim().split('\n').filter(Boolean)
  if (lines.length > 0) console.error(`${lines[0]}${lines.length > 1 ? ` (and ${lines.length - 1} more lines)` : ''}`)
  return JSON.parse(stdout)
}
