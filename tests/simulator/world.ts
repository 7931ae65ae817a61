import { type BoardId, type ElementId, type Epoch, type GestureId, type Person, unpackOps } from '@inkwire/board'
import type { Log } from '@inkwire/realtime/log/log.ts'
import { BoardClient, type BoardCopies, type StoredBatch } from '@inkwire/sync'
import { EarlierPages } from '@inkwire/sync/earlier-pages'
import { Disk, SimulatedCopies, SimulatedStorage } from './browser.ts'
import { Instance } from './instance.ts'
import { intent } from './intent.ts'
import { type DatabaseFlaws, ModelDatabase } from './model-database.ts'
import { type DatabaseWeather, ModelLog } from './model-log.ts'
import { Seeded } from './seeded.ts'
import { Owner, VirtualTime } from './virtual-time.ts'
import { type NetworkWeather, SimulatedTransport } from './wire.ts'

export const BOARD = 'board'.padEnd(21, '_') as BoardId
const EPOCH = 'E'.repeat(21).concat('A') as Epoch

/** Ways to break the code on purpose, so that it can be seen whether the simulator would notice. */
export interface Sabotage {
  /** Takes the place of an instance's log. */
  readonly log?: (log: Log) => Log
  /** Called for a batch that a tab has just put on its disk. */
  readonly kept?: (disk: Disk, batch: StoredBatch) => void
  readonly database?: DatabaseFlaws
  /** Takes the place of where a tab keeps its copies. */
  readonly copies?: (copies: BoardCopies) => BoardCopies
}

/** One page. */
export interface Tab {
  readonly owner: Owner
  readonly client: BoardClient
  readonly browser: Browser
}

/** One person's browser, on one machine. */
export interface Browser {
  readonly person: Person
  readonly disk: Disk
  cutOff: boolean
}

/** What happened that the verdict has to know. */
export interface Witness {
  /** Batches that a page heard to be durable, with where. */
  readonly acknowledged: {
    readonly epoch: string
    readonly actor: string
    readonly number: number
    readonly seq: number
  }[]
  /** Batches that a page may have seen in a log that a backup took the place of. */
  readonly lostWithBackup: Set<string>
  /** Batches that were on a disk, by actor and number; after a restore only those that were on one then, or later. */
  kept: Map<string, StoredBatch>
  readonly counts: {
    commits: number
    /** Of these, what was done on a board that only this browser's copy showed. */
    onCopies: number
    kills: number
    crashes: number
    partitions: number
    outages: number
    restores: number
    prunings: number
    erasures: number
  }
}

/** Browsers, instances, a network, a database: everything that the seed says happens to them. */
export class World {
  readonly random: Seeded
  readonly owner = new Owner('world')
  readonly time = new VirtualTime(this.owner)
  readonly database = new ModelDatabase()
  readonly weather: DatabaseWeather & { latency: number } = { down: false, latency: 5, failsBefore: 0, failsAfter: 0 }
  readonly network: NetworkWeather = { latency: 20, cuts: 0 }
  /** Share of what goes between instances that gets lost; as much is doubled. */
  redisLoses = 0
  readonly browsers: Browser[] = []
  instances: Instance[] = []
  tabs: Tab[] = []
  readonly witness: Witness = {
    acknowledged: [],
    lostWithBackup: new Set(),
    kept: new Map(),
    counts: {
      commits: 0,
      onCopies: 0,
      kills: 0,
      crashes: 0,
      partitions: 0,
      outages: 0,
      restores: 0,
      prunings: 0,
      erasures: 0,
    },
  }
  private named = 0

  constructor(
    seed: number,
    private readonly sabotage: Sabotage = {},
  ) {
    this.random = new Seeded(seed)
    this.database.create(BOARD, EPOCH)
    this.database.flaws = sabotage.database ?? {}
  }

  /** What one browser sees of instances that are there: a proxy sends each connection to any of them. */
  startInstance(): void {
    const { time, database, weather, sabotage } = this
    this.instances.push(
      new Instance(`instance ${++this.named}`, {
        time,
        database,
        logOf: (owner) => {
          const log = new ModelLog(database, time, owner, this.random.fork(), weather)
          return sabotage.log?.(log) ?? log
        },
        publish: (from, board, epoch, batches, live) => {
          for (const other of this.instances) {
            if (other === from || this.random.chance(this.redisLoses)) continue
            const times = this.random.chance(this.redisLoses) ? 2 : 1
            for (let i = 0; i < times; i++) {
              // Late and out of order: what Redis brings is for speed only.
              const late = this.random.next() * (this.random.chance(0.1) ? 800 : 5)
              time.after(other.owner, late, () => other.rooms.peek(board)?.fromInstance(epoch, batches, live))
            }
          }
        },
      }),
    )
  }

  killInstance(): void {
    const instance = this.random.pick(this.instances)
    if (!instance) return
    instance.kill()
    this.instances = this.instances.filter((other) => other !== instance)
    this.witness.counts.kills++
  }

  /** The operator brings back a backup: the newest batches are gone, acknowledged or not. */
  restoreBackup(): void {
    const { random, witness, database } = this
    const epoch = `${++witness.counts.restores}`.padEnd(21, 'R').concat('A') as Epoch
    for (const { actor, number } of database.restore(BOARD, random.between(0, 30), epoch))
      witness.lostWithBackup.add(`${actor}/${number}`)
    const rows = this.browsers.flatMap(({ disk }) => [...disk.rows.values()])
    witness.kept = new Map(rows.map(({ batch }) => [`${batch.actor}/${batch.number}`, batch]))
  }

  /** Prunes the log up to some seq, of which it makes a snapshot first, as the upkeep does. */
  prune(): void {
    const { database, random, witness } = this
    const row = database.boards.get(BOARD)
    if (!row) return
    const seq = random.between(row.floor, row.batches.length)
    if (seq === row.floor) return
    database.keepSnapshotOf(BOARD, seq)
    database.prune(BOARD, seq)
    witness.counts.prunings++
  }

  /** The owner erases something for good. */
  erase(): void {
    const { database, random, witness } = this
    const ops = database.boards.get(BOARD)?.batches.flatMap((batch) => unpackOps(batch.ops)) ?? []
    const element = random.pick(ops.flatMap((op) => (op.op === 'put' ? [op.element.id] : [])))
    if (element === undefined) return
    database.erase(BOARD, element, `${++witness.counts.erasures}`.padEnd(21, 'X').concat('A') as Epoch)
  }

  addBrowser(): void {
    const name = `person ${this.browsers.length + 1}`
    const person = { id: name.replace(' ', '').padEnd(21, '_') as Person['id'], name, color: '#3565d6' }
    this.browsers.push({ person, disk: new Disk(this.time, this.random.fork()), cutOff: false })
  }

  openTab(browser: Browser): Tab {
    const { time, network } = this
    const owner = new Owner(`tab ${++this.named} of ${browser.person.name}`)
    const random = this.random.fork()
    const storage = new SimulatedStorage(browser.disk, owner, (batch) => {
      this.witness.kept.set(`${batch.actor}/${batch.number}`, batch)
      this.sabotage.kept?.(browser.disk, batch)
    })
    const copies = new SimulatedCopies(browser.disk, owner)
    let transports = 0
    const client = time.as(
      owner,
      () =>
        new BoardClient({
          board: BOARD,
          outbox: storage,
          copies: this.sabotage.copies?.(copies) ?? copies,
          loadEarlierPages: async () => ({ EarlierPages }),
          random: random.next,
          randomBytes: random.bytes,
          clock: { now: () => time.now, after: (ms, run) => time.after(owner, ms, run) },
          newTransport: () =>
            new SimulatedTransport(`${owner.name}.${++transports}`, owner, browser.person, {
              time,
              random,
              weather: network,
              instances: () => this.instances,
              cutOff: () => browser.cutOff,
              acknowledged: (epoch, actor, number, seq) =>
                void this.witness.acknowledged.push({ epoch, actor, number, seq }),
            }),
        }),
    )
    const tab = { owner, client, browser }
    this.tabs.push(tab)
    return tab
  }

  /** The browser kills a tab, or the machine loses power. */
  crashTab(tab: Tab): void {
    tab.owner.alive = false
    this.tabs = this.tabs.filter((other) => other !== tab)
    this.witness.counts.crashes++
  }

  /** Somebody does something on a page: draws, changes, deletes, writes, takes back. */
  act(tab: Tab): void {
    const { random } = this
    this.time.as(tab.owner, () => {
      if (!tab.client.canEdit) return
      if (random.chance(0.1)) tab.client.undo()
      else if (random.chance(0.05)) tab.client.redo()
      else {
        const ops = intent(tab.client, random, () => this.id() as ElementId)
        if (ops.length === 0) return
        tab.client.commit(this.id() as GestureId, ops)
        this.witness.counts.commits++
        if (tab.client.getState().source === 'copy') this.witness.counts.onCopies++
      }
    })
  }

  private id(): string {
    return `${this.random.between(0, 2 ** 30).toString(36)}${this.random.between(0, 2 ** 30).toString(36)}`
      .padEnd(21, '0')
      .slice(0, 21)
  }
}
