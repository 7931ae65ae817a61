import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100

/** Processes that keep what others compute, by the beginning of their names. */
const STORES = ['postgres', 'redis-server'] as const

/** CPU seconds used so far. */
export interface CpuTime {
  /** By the processes and all below them, without PostgreSQL and Redis. */
  readonly server: number
  /** By PostgreSQL and Redis below them. */
  readonly store: number
}

interface ProcessState {
  readonly name: string
  readonly parent: number
  readonly seconds: number
}

/** What processes and their descendants have used, PostgreSQL's and Redis' counted apart. */
export function cpuTime(pids: readonly number[]): CpuTime {
  const states = readStates()
  let [server, store] = [0, 0]
  for (const each of new Set(pids.flatMap((pid) => treeOf(pid, states)))) {
    const state = states.get(each)
    if (state && STORES.some((name) => state.name.startsWith(name))) store += state.seconds
    else server += state?.seconds ?? 0
  }
  return { server, store }
}

/** A process and all below it, parents first. */
export function processTree(pid: number): readonly number[] {
  return treeOf(pid, readStates())
}

/** CPU seconds that the whole machine has been busy for, and idle. */
export function machineTime(): { readonly busy: number; readonly idle: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0] =
    line.match(/\d+/g)?.map(Number) ?? []
  return {
    busy: (user + nice + system + irq + softirq) / TICKS_PER_SECOND,
    idle: (idle + waiting) / TICKS_PER_SECOND,
  }
}

function treeOf(pid: number, states: ReadonlyMap<number, ProcessState>): readonly number[] {
  const tree = [pid]
  for (const parent of tree) {
    for (const [each, state] of states) if (state.parent === parent) tree.push(each)
  }
  return tree
}

function readStates(): ReadonlyMap<number, ProcessState> {
  const states = new Map<number, ProcessState>()
  for (const folder of readdirSync('/proc')) {
    const state = /^\d+$/.test(folder) ? readState(folder) : undefined
    if (state) states.set(Number(folder), state)
  }
  return states
}

function readState(pid: string): ProcessState | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    // It ended while we looked.
    return undefined
  }
  // The name stands in brackets and may hold any character; after it: state, parent, … user and system time as 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    parent: Number(fields[1]),
    seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  }
}
