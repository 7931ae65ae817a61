import { BoardDocument, type BoardId, type Epoch } from '@inkwire/board'
import { openDatabase } from '@inkwire/realtime/database/database.ts'
import { PostgresLog } from '@inkwire/realtime/log/postgres-log.ts'
import { foldRecords } from '@inkwire/realtime/log/refold.ts'
import { Drawer } from '../chaos/drawer.ts'
import { eventually } from '../servers/child.ts'
import { Guest } from '../servers/guest.ts'
import type { Instance } from '../servers/instance.ts'
import { Seeded } from '../simulator/seeded.ts'
import type { Target } from './attack.ts'
import { ATTACKS } from './attacks/attacks.ts'
import { Budget } from './budget.ts'
import { Memory } from './memory.ts'

/** People whom attackers use by turns: limits per person must not be what saves the server. */
const GUESTS = 40
const DRAWERS = 4
/** Each of them draws so often, ms. */
const EVERY_MS = 100
/** Records of the log that are read at once. */
const PAGE = 1_000

export interface FuzzOptions {
  readonly seed: number
  readonly messages: number
  /** What is not sent by then is left. */
  readonly timeoutMs: number
  readonly instance: Instance
  readonly databaseUrl: string
  readonly say: (line: string) => void
}

export interface Findings {
  /** Messages sent, by attack. */
  readonly sent: ReadonlyMap<string, number>
  /** What the server answered or did, and how often. */
  readonly outcomes: ReadonlyMap<string, number>
  readonly seconds: number
  /** Edits that honest people made meanwhile. */
  readonly edits: number
  readonly batches: number
  /** MB */
  readonly memory: {
    readonly before: number
    readonly peak: number
    readonly after: number
    readonly course: readonly number[]
  }
  /** What must not be: empty when all is well. */
  readonly problems: readonly string[]
}

/** Attacks an instance in every way at once while people draw on the board that is attacked, and looks whether both are well. */
export async function fuzz({ seed, messages, timeoutMs, instance, databaseUrl, say }: FuzzOptions): Promise<Findings> {
  const began = performance.now()
  const random = new Seeded(seed)
  const child = instance.process()
  const outcomes = new Map<string, number>()
  const sent = new Map<string, number>()
  const owner = await Guest.arrive(instance.url)
  const { board, key } = await owner.newBoard('Attacked')
  const { epoch } = await headOf(owner, board)
  const guests = await Promise.all(Array.from({ length: GUESTS }, () => Guest.arrive(instance.url)))
  const target: Target = {
    origin: instance.url,
    port: instance.port,
    board,
    key,
    epoch,
    guests,
    count: (outcome, times = 1) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times),
  }
  const acknowledged = new Set<string>()
  const drawers = await Promise.all(
    Array.from({ length: DRAWERS }, () => Drawer.start(instance.url, board, key, EVERY_MS, acknowledged)),
  )
  const memory = new Memory(child.pid)
  const before = memory.now()
  const problems: string[] = []
  const running = ATTACKS.flatMap((attack) => {
    const each = Math.ceil((messages * attack.share) / 1_000 / attack.attackers)
    return Array.from({ length: attack.attackers }, (_, i) => {
      const own = random.fork()
      const budget = new Budget(each, () => performance.now() - began > timeoutMs)
      return attack
        .run(target, own, budget)
        .catch((error) => {
          problems.push(`attacker ${i} of "${attack.title}" failed: ${error instanceof Error ? error.stack : error}`)
        })
        .finally(() => sent.set(attack.title, (sent.get(attack.title) ?? 0) + budget.sent))
    })
  })
  const told = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1_000)
    say(`${seconds} s, ${memory.now()} MB, ${[...outcomes.values()].reduce((sum, count) => sum + count, 0)} outcomes`)
  }, 30_000)
  await Promise.all(running)
  clearInterval(told)
  for (const drawer of drawers) drawer.stop()

  problems.push(...(await wrongOnBoard({ board, epoch, owner, drawers, acknowledged, databaseUrl })))
  if (!child.running) problems.push(`the instance ended: ${child.output().slice(-2_000)}`)
  problems.push(...wrongInLog(child.output()))
  if (!(await Guest.arrive(instance.url)).cookie) problems.push('nobody new gets a session')
  memory.stop()
  await Promise.all(drawers.map(({ client }) => client.close()))
  return {
    sent,
    outcomes,
    seconds: Math.round((performance.now() - began) / 1_000),
    edits: drawers.reduce((sum, drawer) => sum + drawer.edits, 0),
    batches: (await headOf(owner, board)).seq,
    memory: { before, peak: memory.peak, after: memory.now(), course: memory.course(20) },
    problems,
  }
}

/** A board's head, by the server's word. */
async function headOf(guest: Guest, board: BoardId): Promise<{ epoch: Epoch; seq: number; hash: string }> {
  return (await guest.request(`/api/v1/boards/${board}/head`)).json()
}

interface Drawn {
  readonly board: BoardId
  readonly epoch: Epoch
  readonly owner: Guest
  readonly drawers: readonly Drawer[]
  readonly acknowledged: ReadonlySet<string>
  readonly databaseUrl: string
}

/** Whether everybody on the board shows the fold of its log, and nothing that was acknowledged is missing. */
async function wrongOnBoard({ board, epoch, owner, drawers, acknowledged, databaseUrl }: Drawn): Promise<string[]> {
  let state = ''
  try {
    await eventually(
      async () => {
        const server = await headOf(owner, board)
        const heads = drawers.map(({ client }) => client.head())
        state = JSON.stringify({ server, heads })
        return heads.every(({ outbox, seq, hash }) => outbox === 0 && seq === server.seq && hash === server.hash)
      },
      () => 'all show what the server has',
      120_000,
    )
  } catch {
    return [`those who drew meanwhile don't show what the server has: ${state}`]
  }
  const database = openDatabase(databaseUrl)
  try {
    const log = new PostgresLog(database, () => {})
    const document = new BoardDocument()
    const lost = new Set(acknowledged)
    const problems: string[] = []
    const { seq, hash } = await headOf(owner, board)
    for (let after = 0; after < seq; ) {
      const records = await log.records(board, epoch, after, PAGE)
      if (records.some((record, i) => record.seq !== after + i + 1) || records.length === 0) {
        problems.push(`the log has a hole after ${after}`)
        break
      }
      foldRecords(document, records)
      for (const { actor, number } of records) lost.delete(`${actor}/${number}`)
      after += records.length
    }
    if (document.hash !== hash) problems.push(`the fold of the log is ${document.hash}, the server shows ${hash}`)
    if (lost.size > 0) problems.push(`${lost.size} acknowledged batches are not in the log`)
    return problems
  } finally {
    await database.$disconnect()
  }
}

/** What a database that has more to do than it can says, by way of its driver. That is told to whoever asked, and is no mistake. */
const OVERLOADED = /timeout|timed out|connection terminated|terminating connection|too many clients/i

/** Lines of the log that tell of a mistake of the server, not of the attackers. */
function wrongInLog(output: string): string[] {
  const lines = output.split('\n').filter((line) => {
    if (/unhandled|uncaught|TypeError|RangeError|ReferenceError|SyntaxError/i.test(line)) return true
    return /could not be served|a request failed/.test(line) && !OVERLOADED.test(line)
  })
  return [...new Set(lines.map((line) => `in its log: ${line.slice(0, 800)}`))].slice(0, 10)
}
