import type { BoardId, ElementId, Epoch } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import { GroupCommit } from '@inkwire/realtime/log/group-commit.ts'
import type { Head, Log, StoredSnapshot, Verdict, WaitingBatch } from '@inkwire/realtime/log/log.ts'
import type { ModelDatabase } from './model-database.ts'
import type { Seeded } from './seeded.ts'
import type { Owner, VirtualTime } from './virtual-time.ts'

/** How the database behaves at the moment; the world turns it. */
export interface DatabaseWeather {
  /** Nothing answers. */
  down: boolean
  /** ms until a call arrives, at most; as much again until its answer does. */
  latency: number
  /** Share of calls that fail before they do anything. */
  failsBefore: number
  /** Share of calls that are done, but whose answer is an error: the connection was lost. */
  failsAfter: number
}

/** A call that gets no answer is given up, as statement_timeout does, in ms. */
const TIMEOUT_MS = 5_000

/** The log of one instance: the real group commit over a wire to the model of the database that delays and fails. */
export class ModelLog implements Log {
  private readonly group: GroupCommit

  constructor(
    private readonly database: ModelDatabase,
    private readonly time: VirtualTime,
    private readonly owner: Owner,
    private readonly random: Seeded,
    private readonly weather: DatabaseWeather,
  ) {
    this.group = new GroupCommit(
      (batches) => this.call(() => database.commitGroup(batches, Date.now())),
      () => false,
      () => {},
    )
  }

  commit(batch: WaitingBatch): Promise<Verdict> {
    return this.group.commit(batch)
  }

  heads(boards: readonly BoardId[]): Promise<ReadonlyMap<BoardId, Head>> {
    return this.call(() => this.database.heads(boards))
  }

  records(board: BoardId, epoch: Epoch, after: number, limit: number): Promise<BatchRecord[]> {
    return this.call(() => this.database.records(board, epoch, after, limit))
  }

  snapshot(board: BoardId, epoch: Epoch, atMost?: number): Promise<StoredSnapshot | undefined> {
    return this.call(() => this.database.snapshot(board, epoch, atMost))
  }

  erased(board: BoardId): Promise<ReadonlySet<ElementId>> {
    return this.call(() => new Set(this.database.boards.get(board)?.erased))
  }

  keepSnapshot(board: BoardId, snapshot: StoredSnapshot): Promise<void> {
    return this.call(() => this.database.keepSnapshot(board, snapshot))
  }

  /** A call and its answer. What the database does it does, also when whoever asked is dead by then. */
  call<Result>(work: () => Result): Promise<Result> {
    const { time, owner, random, weather } = this
    return new Promise((resolve, reject) => {
      const fail = (ms: number) => void time.after(owner, ms, () => reject(new Error('the connection was lost')))
      if (weather.down) {
        fail(random.chance(0.5) ? 1 : TIMEOUT_MS)
        return
      }
      time.after(time.world, random.next() * weather.latency, () => {
        if (weather.down || random.chance(weather.failsBefore)) {
          fail(1)
          return
        }
        const result = work()
        const late = random.next() * weather.latency
        if (random.chance(weather.failsAfter)) fail(late)
        else time.after(owner, late, () => resolve(result))
      })
    })
  }
}
