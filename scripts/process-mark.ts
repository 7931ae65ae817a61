import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** One process, recognisable later: a process id alone is given to another process after a while. */
export interface ProcessMark {
  readonly pid: number
  /** When it was started, in whatever form this system tells it; null where it doesn't. */
  readonly started: string | null
}

/** @returns null when no process has this id */
export function markOf(pid: number): ProcessMark | null {
  if (!exists(pid)) return null
  return { pid, started: startOf(pid) }
}

/** Whether exactly this process still runs. */
export function runs(mark: ProcessMark): boolean {
  return exists(mark.pid) && startOf(mark.pid) === mark.started
}

/** Sends a signal to a process, or to its whole group when the id is negative; does nothing when it is gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in the meantime.
  }
}

/**
 * Waits until a process has ended.
 *
 * @returns whether it ended within the time
 */
export async function ended(mark: ProcessMark, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (runs(mark)) {
    if (Date.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

/** Parses what was written as JSON of a ProcessMark; null for anything else. */
export function parseMark(text: string): ProcessMark | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    if (!('pid' in value) || typeof value.pid !== 'number' || !Number.isSafeInteger(value.pid) || value.pid < 1)
      return null
    const started = 'started' in value && typeof value.started === 'string' ? value.started : null
    return { pid: value.pid, started }
  } catch {
    return null
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Fields of /proc/<pid>/stat after the name, which may itself hold spaces and brackets. */
function statOf(pid: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** A process that died and whose parent (a container's first process, say) doesn't collect it. */
function isZombie(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z'
}

function startOf(pid: number): string | null {
  if (process.platform === 'linux') {
    const ticks = statOf(pid)?.[19]
    if (ticks === undefined) return null
    // Ticks count from the boot: the same number after another boot is another process.
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${ticks}`
  }
  if (process.platform === 'win32') return null
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { LC_ALL: 'C' } }).trim()
  } catch {
    return null
  }
}
