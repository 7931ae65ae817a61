import {
  type ActorId,
  type BoardDocument,
  type BoardId,
  type ElementId,
  type Epoch,
  FOLD_VERSION,
  fold,
  type Op,
  type PersonId,
  unpackOps,
} from '@inkwire/board'
import { ActorNames, type BatchRecord, type LiveEntry, packTick, type Role } from '@inkwire/protocol'
import type { Head, Log } from '../log/log.ts'
import { checkFoldable } from '../log/refold.ts'
import { SNAPSHOT_BATCHES, SNAPSHOT_BYTES, type SnapshotWriter } from '../log/snapshot-writer.ts'
import { Presence, type PresenceChange } from './presence.ts'
import type { RecentRecords } from './recent-records.ts'
import { type TickClock, TickTimer } from './tick-timer.ts'

/** A hole in the seqs that is older than this is read from the log. */
const HOLE_MS = 50
/** A snapshot that failed is tried again after so long: each try folds hundreds of batches. */
const SNAPSHOT_RETRY_MS = 30_000
/** Records read at a time when a room catches up. */
const PAGE = 1_000

/** What a room takes in memory, and an element in it beside its packed bytes, measured. */
const ROOM_BYTES = 16 * 1024
const ELEMENT_BYTES = 300

/** A page that is on the board through this instance. */
export interface Member {
  readonly connection: string
  readonly actor: ActorId
  readonly person: PersonId
  readonly role: Role
  /** At which the role was found. */
  readonly accessVersion: number
}

/** A tick as it is sent. */
export interface RoomTick {
  /** Packed. */
  readonly whole: Uint8Array
  /** The same without live, for those that can't keep up; undefined: then nothing is left. Packed when it is asked for. */
  readonly lean: () => Uint8Array | undefined
  /** A connection to which nothing in it is new. */
  readonly except: string | undefined
  /** When the first of it came, in ms of `performance.now()`. */
  readonly since: number
}

/** How a room reaches people and other instances. */
export interface RoomOutlet {
  /** To all connections in the room. */
  sendTick(room: Room, tick: RoomTick): void
  /** To all connections in the room, who came and went; to other instances, who is here. */
  sendPeople(room: Room, change: PresenceChange): void
  /** To the same board's rooms on other instances; may get lost. */
  publish(room: Room, batches: readonly BatchRecord[], live: readonly LiveEntry[]): void
}

export interface RoomParts {
  readonly log: Log
  readonly snapshots: SnapshotWriter
  readonly outlet: RoomOutlet
  readonly clock: TickClock
  readonly report: (message: string, details: object) => void
}

/** What a room starts from: a document folded up to `recent`'s last record. */
export interface RoomStart {
  readonly board: BoardId
  readonly number: number
  readonly head: Head
  /** Whether everyone who has the board's link may be on it. */
  readonly openToAll: boolean
  readonly document: BoardDocument
  /** Bytes of what the document was folded from, packed. */
  readonly packedBytes: number
  readonly recent: RecentRecords
  /** Elements that were erased for good. */
  readonly erased: ReadonlySet<ElementId>
}

/** One board that is open on this instance: its replica, its people, its tick. */
export class Room {
  readonly board: BoardId
  /** How ticks of this board are marked on connections of this instance. */
  readonly number: number
  readonly epoch: Epoch
  readonly document: BoardDocument
  readonly recent: RecentRecords
  /** Elements that were erased for good, which nothing brings back. Of this epoch: whoever erases makes another one. */
  readonly erased: ReadonlySet<ElementId>
  readonly members = new Map<string, Member>()
  readonly presence: Presence
  /** Of the newest head that this instance has seen. */
  accessVersion: number
  /** Whether everyone who has the board's link may be on it. */
  openToAll: boolean

  /** Of those of whom everybody here was told. */
  private readonly names = new ActorNames()
  private packedBytes: number
  private isSilent = false
  private readonly early = new Map<number, BatchRecord>()
  private readonly ownSeqs = new Set<number>()
  private batches: BatchRecord[] = []
  private foreignLive: LiveEntry[] = []
  private ownLive: LiveEntry[] = []
  /** The connection that all of `ownLive` came from; null: several. */
  private shownBy: string | null | undefined
  private readonly timer: TickTimer
  private holeTimer: NodeJS.Timeout | undefined
  private catchingUp: Promise<void> | undefined
  private writingSnapshot = false
  private nextSnapshotAt = 0
  private closed = false

  constructor(
    start: RoomStart,
    private readonly parts: RoomParts,
  ) {
    this.board = start.board
    this.number = start.number
    this.epoch = start.head.epoch
    this.accessVersion = start.head.accessVersion
    this.openToAll = start.openToAll
    this.document = start.document
    this.packedBytes = start.packedBytes
    this.recent = start.recent
    this.erased = start.erased
    this.timer = new TickTimer(parts.clock, (since) => this.tick(since))
    this.presence = new Presence((change) => {
      for (const actor of change.gone) this.names.gone(actor)
      for (const { actor } of change.came) this.names.came(actor)
      parts.outlet.sendPeople(this, change)
    })
  }

  /** Up to where the replica is folded. */
  get seq(): number {
    return this.recent.seq
  }

  /** Bytes that it takes in memory, about: never much less than it does. */
  get memory(): number {
    return ROOM_BYTES + this.document.size * ELEMENT_BYTES + this.packedBytes + this.recent.memory
  }

  /** A batch that this instance committed. */
  committed(record: BatchRecord, ops: readonly Op[]): void {
    if (record.seq <= this.seq) {
      // A poll has read it from the log already, and sent it here; other instances would have to wait for their own poll.
      this.parts.outlet.publish(this, [record], [])
      return
    }
    this.ownSeqs.add(record.seq)
    this.take(record, ops)
  }

  /** What another instance sent: late, doubled or never, the log decides. Of another epoch it is of another log, which this one knows nothing of. */
  fromInstance(epoch: Epoch, batches: readonly BatchRecord[], live: readonly LiveEntry[]): void {
    if (epoch !== this.epoch) return
    // What a newer instance has written is met again in the log, where it is told.
    for (const record of batches) if (record.foldVersion <= FOLD_VERSION) this.take(record)
    if (live.length > 0) {
      this.foreignLive.push(...live)
      this.timer.wake()
    }
  }

  /** Live of a member, whose connection this is. */
  showed(entry: LiveEntry, connection: string): void {
    this.shownBy = this.ownLive.length === 0 || this.shownBy === connection ? connection : null
    this.ownLive.push(entry)
    this.timer.wake()
  }

  /** The log stands at `head`: if the replica is behind, it reads what is missing. */
  async reach(head: number): Promise<void> {
    while (this.seq < head && !this.closed) {
      this.catchingUp ??= this.catchUp().finally(() => {
        this.catchingUp = undefined
      })
      await this.catchingUp
    }
  }

  /** While it is not known who may be here, nothing is sent: batches and who came and went wait, live is dropped. */
  get silent(): boolean {
    return this.isSilent
  }

  set silent(silent: boolean) {
    if (silent === this.isSilent) return
    this.isSilent = silent
    this.presence.held = silent
    if (!silent) this.timer.wake()
  }

  close(): void {
    this.closed = true
    this.timer.stop()
    clearTimeout(this.holeTimer)
    this.presence.close()
  }

  private take(record: BatchRecord, ops?: readonly Op[]): void {
    if (record.seq <= this.seq) return
    if (record.seq > this.seq + 1) {
      this.early.set(record.seq, record)
      this.watchHole()
      return
    }
    this.foldNext(record, ops)
    for (let next = this.early.get(this.seq + 1); next; next = this.early.get(this.seq + 1)) {
      this.early.delete(next.seq)
      this.foldNext(next)
    }
    this.timer.wake()
    this.considerSnapshot()
  }

  private foldNext(record: BatchRecord, ops?: readonly Op[]): void {
    fold(this.document, { ...record, ops: ops ?? unpackOps(record.ops) })
    this.recent.add(record)
    this.packedBytes += record.ops.length
    this.batches.push(record)
  }

  private watchHole(): void {
    this.holeTimer ??= setTimeout(() => {
      this.holeTimer = undefined
      const newest = Math.max(0, ...this.early.keys())
      this.reach(newest).catch((error) =>
        this.parts.report('a hole in the log could not be read yet', { board: this.board, error }),
      )
    }, HOLE_MS)
  }

  private async catchUp(): Promise<void> {
    const records = await this.parts.log.records(this.board, this.epoch, this.seq, PAGE)
    if (records.length === 0) throw new Error(`the log of ${this.board} holds nothing after ${this.seq}`)
    for (const record of records) {
      checkFoldable(record)
      this.take(record)
    }
  }

  private tick(since: number): void {
    if (this.isSilent) {
      this.ownLive = []
      this.foreignLive = []
      return
    }
    if (this.batches.length === 0 && this.ownLive.length === 0 && this.foreignLive.length === 0) return
    const { batches, ownLive, foreignLive, shownBy } = this
    const own = batches.length === 0 ? batches : batches.filter((record) => this.ownSeqs.has(record.seq))
    this.batches = []
    this.ownLive = []
    this.foreignLive = []
    this.shownBy = undefined
    for (const record of batches) this.ownSeqs.delete(record.seq)
    if (own.length > 0 || ownLive.length > 0) this.parts.outlet.publish(this, own, ownLive)
    if (this.members.size === 0) return
    const live = foreignLive.length === 0 ? ownLive : ownLive.concat(foreignLive)
    const whole = packTick({ room: this.number, batches, live }, this.names)
    const lean = () => {
      if (live.length === 0) return whole
      return batches.length > 0 ? packTick({ room: this.number, batches, live: [] }) : undefined
    }
    // In a small room most ticks hold one person's live, which says nothing to that person's page.
    const except = batches.length === 0 && foreignLive.length === 0 && shownBy ? shownBy : undefined
    this.parts.outlet.sendTick(this, { whole, lean, except, since })
  }

  private considerSnapshot(): void {
    const { batches, bytes } = this.recent.sinceSnapshot
    if (this.writingSnapshot || (batches < SNAPSHOT_BATCHES && bytes < SNAPSHOT_BYTES)) return
    if (Date.now() < this.nextSnapshotAt) return
    this.writingSnapshot = true
    this.nextSnapshotAt = Date.now() + SNAPSHOT_RETRY_MS
    this.parts.snapshots
      .write(this.board, this.epoch, this.seq, this.document.hash)
      .then((seq) => {
        if (seq === undefined) return
        this.recent.snapshotAt(seq)
        this.nextSnapshotAt = 0
      })
      .catch((error) =>
        this.parts.report('a snapshot could not be written; it is tried again', { board: this.board, error }),
      )
      .finally(() => {
        this.writingSnapshot = false
      })
  }
}
