import type { BoardId } from '@inkwire/board'
import type { Verdict, WaitingBatch } from './log.ts'

/** One call of the database commits so many at most: 100 take about a millisecond. */
const GROUP_SIZE = 100
/** Bytes of ops in one call: on its way to PostgreSQL a batch is a dozen times as large as it waits here. */
const GROUP_BYTES = 2 * 1024 * 1024
/** Calls in flight at once; a board always goes through the same lane, so that its batches keep their order. */
const LANES = 2
/**
 * Batches and bytes of ops that may wait in one lane; each takes three times as much memory, packed and unpacked. Beyond that clients
 * are told to hold; nothing is dropped, they send again.
 */
const MAX_WAITING = 5_000
const MAX_WAITING_BYTES = 32 * 1024 * 1024
/** A batch that could not be committed for so long is answered `busy`: its client keeps it and sends it again. */
const PATIENCE_MS = 4_000
/** Pauses between tries while the database can't be reached. */
const RETRY_MS = [20, 50, 100, 250, 500] as const

type CommitGroup = (batches: readonly WaitingBatch[]) => Promise<Verdict[]>

interface Waiting {
  readonly batch: WaitingBatch
  readonly since: number
  readonly settle: (verdict: Verdict) => void
}

interface Lane {
  waiting: Waiting[]
  bytes: number
  running: boolean
}

/** Whether an error is about the data itself (SQLSTATE class 22 or 23), so that trying again can't help. */
export type IsDataError = (error: unknown) => boolean

/** Whether an error says that the database has no room left. */
export type IsFull = (error: unknown) => boolean

/**
 * Collects the batches of all boards that wait at a moment into one call of the database. An error of the connection is not a
 * refusal: the group is sent again, as the batches that were committed after all come back as duplicates. An error of the data
 * splits the group until the culprit is alone.
 */
export class GroupCommit {
  private readonly lanes: readonly Lane[] = Array.from({ length: LANES }, () => ({
    waiting: [],
    bytes: 0,
    running: false,
  }))

  constructor(
    private readonly commitGroup: CommitGroup,
    private readonly isDataError: IsDataError,
    private readonly report: (message: string, error: unknown) => void,
    private readonly isFull: IsFull = () => false,
  ) {}

  /** Resolves with the batch's verdict; never rejects. */
  commit(batch: WaitingBatch): Promise<Verdict> {
    const lane = this.lane(batch.board)
    if (lane.waiting.length >= MAX_WAITING || lane.bytes >= MAX_WAITING_BYTES) return Promise.resolve({ kind: 'busy' })
    return new Promise((settle) => {
      lane.waiting.push({ batch, since: Date.now(), settle })
      lane.bytes += batch.ops.length
      if (!lane.running) void this.run(lane)
    })
  }

  /** How many batches wait for the database. */
  get depth(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.waiting.length, 0)
  }

  private lane(board: BoardId): Lane {
    let hash = 0
    for (let i = 0; i < board.length; i++) hash = (hash * 31 + board.charCodeAt(i)) | 0
    const lane = this.lanes[Math.abs(hash) % LANES]
    if (!lane) throw new Error('there is a lane for each board')
    return lane
  }

  private async run(lane: Lane): Promise<void> {
    lane.running = true
    // Whatever arrives in this turn of the event loop goes into the first group.
    await Promise.resolve()
    while (lane.waiting.length > 0) {
      await this.settle(nextGroup(lane))
    }
    lane.running = false
  }

  private async settle(group: readonly Waiting[]): Promise<void> {
    let left = group
    for (let attempt = 0; left.length > 0; attempt++) {
      try {
        const verdicts = await this.commitGroup(left.map(({ batch }) => batch))
        for (const [i, { settle }] of left.entries()) settle(verdicts[i] ?? { kind: 'busy' })
        return
      } catch (error) {
        if (this.isDataError(error)) return this.split(left, error)
        if (this.isFull(error)) {
          // Soon trying again does not help: whoever sent it keeps it, and is told why.
          this.report("batches could not be committed: the database's disk is full", error)
          for (const { settle } of left) settle({ kind: 'full' })
          return
        }
        this.report('batches could not be committed', error)
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]))
        left = this.stillPatient(left)
      }
    }
  }

  private stillPatient(group: readonly Waiting[]): readonly Waiting[] {
    const now = Date.now()
    const impatient = group.filter(({ since }) => now - since > PATIENCE_MS)
    for (const { settle } of impatient) settle({ kind: 'busy' })
    return group.filter(({ since }) => now - since <= PATIENCE_MS)
  }

  private async split(group: readonly Waiting[], error: unknown): Promise<void> {
    if (group.length === 1) {
      this.report('the database refused a batch', error)
      group[0]?.settle({ kind: 'invalid' })
      return
    }
    const half = group.length >> 1
    await this.settle(group.slice(0, half))
    await this.settle(group.slice(half))
  }
}

/** Takes out what goes in the next call: at least one. */
function nextGroup(lane: Lane): readonly Waiting[] {
  let count = 0
  let bytes = 0
  for (const { batch } of lane.waiting) {
    if (count === GROUP_SIZE || (count > 0 && bytes + batch.ops.length > GROUP_BYTES)) break
    count++
    bytes += batch.ops.length
  }
  lane.bytes -= bytes
  return lane.waiting.splice(0, count)
}
