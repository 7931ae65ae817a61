import { readdirSync, readFileSync } from 'node:fs'
import { machineTime, processTree } from '../sync/processor.ts'

/** Linux counts CPU time in hundredths of a second. */
const MS_PER_TICK = 10

/** CPU time of a browser, ms. */
export interface BrowserTime {
  /** Of its pages' main threads. */
  readonly main: number
  /** Of its pages' workers. */
  readonly worker: number
  /** Of all its processes and threads. */
  readonly all: number
}

/** What the browser below this process has used so far. */
export function browserTime(): BrowserTime {
  let [main, worker, all] = [0, 0, 0]
  for (const pid of browsers()) {
    const isPage = read(`/proc/${pid}/cmdline`).includes('--type=renderer')
    for (const thread of list(`/proc/${pid}/task`)) {
      const { name, ms } = timeOf(`/proc/${pid}/task/${thread}/stat`)
      all += ms
      if (isPage && thread === String(pid)) main += ms
      else if (isPage && name.startsWith('DedicatedWorker')) worker += ms
    }
  }
  return { main, worker, all }
}

/** Memory of the browser below this process, MB: what processes share is counted once. */
export function browserMemory(): number {
  const sizes = browsers().map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0))
  return sizes.reduce((sum, size) => sum + size, 0) / 1_024
}

/** Kills the browsers below this process. */
export function killBrowsers(): void {
  for (const pid of [...browsers()].reverse()) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself.
    }
  }
}

/** Watches how much CPU other programs use: call it for the cores that they used on average since the last call. */
export function othersWatch(): () => number {
  const look = () => ({ at: performance.now(), busy: machineTime().busy * 1_000, ours: ownTime() })
  let last = look()
  return () => {
    const now = look()
    const others = now.busy - last.busy - (now.ours - last.ours)
    const cores = others / Math.max(1, now.at - last.at)
    last = now
    return Math.max(0, cores)
  }
}

function ownTime(): number {
  return [process.pid, ...below()].reduce((sum, pid) => sum + timeOf(`/proc/${pid}/stat`).ms, 0)
}

/** The builders of pages have processes of their own, too. */
function browsers(): readonly number[] {
  return below().filter((pid) => /chrom|headless_shell/i.test(read(`/proc/${pid}/cmdline`).split('\0')[0] ?? ''))
}

function below(): readonly number[] {
  return processTree(process.pid).filter((pid) => pid !== process.pid)
}

function timeOf(file: string): { readonly name: string; readonly ms: number } {
  const stat = read(file)
  // The name stands in brackets and may hold any character.
  const end = stat.lastIndexOf(')')
  const fields = stat.slice(end + 2).split(' ')
  return {
    name: stat.slice(stat.indexOf('(') + 1, end),
    ms: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MS_PER_TICK,
  }
}

/** A process that ended meanwhile has nothing to tell. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
