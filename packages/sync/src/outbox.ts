import {
  type ActorId,
  type Batch,
  type BoardId,
  type ElementId,
  type Epoch,
  FOLD_VERSION,
  type GestureId,
  type Op,
  packOps,
  type Random,
  type Rename,
} from '@inkwire/board'
import { type BatchReply, batchDigest, type ErrorCode, LIMITS, type Refusal, refusal } from '@inkwire/protocol'
import { BackOff } from './back-off.ts'
import type { Clock } from './clock.ts'
import { Pace } from './pace.ts'
import { renamedOps } from './renamed-ops.ts'
import { targetOf } from './shown.ts'
import type { Link } from './transport.ts'

/** A batch that was not answered is sent again, in ms: its answer or the connection was lost without a word. */
const ANSWER_MS = 10_000
/** First and longest wait after a refusal that may pass, in ms: PostgreSQL is back soon after a restart. */
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000

/** Of what the server lets through: it counts by its own clock, and what it refuses has to be sent twice. */
const PACE_SHARE = 0.9

export type BatchState =
  | { readonly kind: 'queued' }
  /** `attempt` tells its answer from one to an earlier sending. */
  | { readonly kind: 'sent'; readonly attempt: number; readonly at: number }
  /** Durable; the base document may not hold it yet. */
  | { readonly kind: 'acknowledged'; readonly seq: number }

export interface OutboxBatch extends Batch {
  readonly packed: Uint8Array
  readonly digest: Uint8Array
  /** When it was made, in ms of the clock. */
  readonly at: number
  state: BatchState
}

export interface RefusedBatch {
  readonly number: number
  readonly gesture: GestureId
  readonly refusal: Refusal
  readonly ops: readonly Op[]
}

export interface OutboxListener {
  /** Durable, at this seq. */
  acknowledged(batch: OutboxBatch, seq: number): void
  /** Finally refused, with those that can't be without it; they are out of the outbox. */
  refused(batches: readonly RefusedBatch[]): void
  /** Nothing more can be sent before the board is joined anew. */
  rejoin(code: ErrorCode): void
  /** How many wait, or whether the server can save, may have changed. */
  changed(): void
}

export interface OutboxOptions {
  readonly board: BoardId
  readonly clock: Clock
  readonly random: Random
  readonly listener: OutboxListener
}

/** Refusals that are about the page's standing on the board, which only a new join settles: the batch itself may be fine. */
const STANDING: ReadonlySet<ErrorCode> = new Set([
  'access.changed',
  'board.wrong_epoch',
  'board.unknown',
  'actor.foreign',
  'session.missing',
  'protocol.version',
])

/** The batches of this page that the log does not hold for certain: sends them in order, several on their way, until each is answered. */
export class Outbox {
  /** Ordered by number. */
  private batches: OutboxBatch[] = []
  private nextNumber = 1
  /** The highest number of ours that is known to be in the log. */
  private lastLogged = 0
  private connection: { readonly link: Link; readonly epoch: Epoch } | undefined
  private attempts = 0
  private cancelWait: (() => void) | undefined
  private cancelAnswer: (() => void) | undefined
  private lastOutOfOrder: number | undefined
  private readonly backOff: BackOff
  private readonly pace = new Pace(LIMITS.batchesPerSecond * PACE_SHARE, LIMITS.batchBurst * PACE_SHARE)
  /** Why the server can't save, by what it answered, or didn't, since it saved last. */
  why: Refusal | null = null
  /** The server's disk is full: it said so, and has saved nothing since. */
  full = false
  /** When the server last took something of ours, in ms of the clock. */
  savedAt = Number.NEGATIVE_INFINITY

  constructor(
    public actor: ActorId,
    private readonly options: OutboxOptions,
  ) {
    this.backOff = new BackOff(options.random, FIRST_WAIT_MS, LONGEST_WAIT_MS)
  }

  /** The number that the next batch gets. */
  get next(): number {
    return this.nextNumber
  }

  /** Batches that are not acknowledged, in order. */
  get unsaved(): readonly OutboxBatch[] {
    return this.batches.filter(({ state }) => state.kind !== 'acknowledged')
  }

  get size(): number {
    return this.unsaved.length
  }

  /** Whether nothing is left here, acknowledged or not. */
  get empty(): boolean {
    return this.batches.length === 0
  }

  /** Takes a batch in; `packed` are the bytes of `ops`. It goes out with the next `send`. */
  add(gesture: GestureId, ops: readonly Op[], packed: Uint8Array): OutboxBatch {
    return this.adopt(this.nextNumber, gesture, ops, packed)
  }

  /** Takes in a batch that has its number already: above all that are here. */
  adopt(number: number, gesture: GestureId, ops: readonly Op[], packed: Uint8Array): OutboxBatch {
    this.nextNumber = number + 1
    const batch: OutboxBatch = {
      actor: this.actor,
      number,
      gesture,
      foldVersion: FOLD_VERSION,
      ops,
      packed,
      digest: batchDigest(gesture, packed),
      at: this.options.clock.now(),
      state: { kind: 'queued' },
    }
    this.batches.push(batch)
    return batch
  }

  /** The board is joined under our actor: sends what waits. */
  connect(link: Link, epoch: Epoch): void {
    this.disconnect()
    this.connection = { link, epoch }
    this.send()
  }

  /** The connection is gone: what was on its way may have arrived or not, and is sent again. */
  disconnect(): void {
    this.connection = undefined
    this.lastOutOfOrder = undefined
    this.backOff.reset()
    this.rewind()
  }

  /** Sends as much as may be on its way. */
  send(): void {
    const { connection } = this
    if (!connection || this.cancelWait) return
    let inFlight = this.batches.reduce((count, { state }) => count + (state.kind === 'sent' ? 1 : 0), 0)
    let prev = this.lastLogged
    for (const batch of this.batches) {
      if (batch.state.kind === 'queued') {
        if (inFlight >= LIMITS.batchesInFlight) break
        const waitMs = this.pace.take(this.options.clock.now())
        if (waitMs > 0) {
          this.sendIn(waitMs)
          break
        }
        this.sendOne(connection, batch, prev)
        inFlight++
      }
      if (batch.state.kind !== 'acknowledged') prev = batch.number
    }
    this.watch()
  }

  private sendOne({ link, epoch }: { link: Link; epoch: Epoch }, batch: OutboxBatch, prev: number): void {
    const attempt = ++this.attempts
    batch.state = { kind: 'sent', attempt, at: this.options.clock.now() }
    const { number, digest, gesture, foldVersion, packed: ops } = batch
    link.batch({ board: this.options.board, epoch, number, prev, digest, gesture, foldVersion, ops }, (reply) => {
      this.answered(batch, attempt, reply)
    })
  }

  private answered(batch: OutboxBatch, attempt: number, reply: BatchReply): void {
    if (!this.batches.includes(batch)) return
    if (reply.ok) {
      this.acknowledge(batch, reply.seq)
      return
    }
    // An answer to an earlier sending: a later one is on its way and tells more.
    if (batch.state.kind !== 'sent' || batch.state.attempt !== attempt) return
    const { code, retry } = reply.error
    if (STANDING.has(code)) {
      this.disconnect()
      this.options.listener.rejoin(code)
    } else if (code === 'batch.out_of_order') this.outOfOrder(reply.last ?? this.lastLogged)
    else if (retry) {
      this.full ||= code === 'server.full'
      if (code !== 'rate.limited') this.why = reply.error
      this.waitAndSend()
    } else this.refuse(batch, reply.error)
    this.options.listener.changed()
  }

  private acknowledge(batch: OutboxBatch, seq: number): void {
    const first = batch.state.kind !== 'acknowledged'
    batch.state = { kind: 'acknowledged', seq }
    this.logged(batch.number)
    if (first) this.options.listener.acknowledged(batch, seq)
    this.send()
    this.options.listener.changed()
  }

  private logged(number: number): void {
    this.lastLogged = Math.max(this.lastLogged, number)
    this.backOff.reset()
    this.lastOutOfOrder = undefined
    this.savedAt = this.options.clock.now()
    this.clearWhy()
  }

  private clearWhy(): void {
    this.why = null
    this.full = false
  }

  private outOfOrder(last: number): void {
    // The server's word counts, also where it is lower than we thought: with another `prev` nothing would ever fit.
    this.lastLogged = last
    if (this.lastOutOfOrder === last) {
      this.waitAndSend()
      return
    }
    this.lastOutOfOrder = last
    this.rewind()
    this.send()
  }

  private waitAndSend(): void {
    this.rewind()
    this.sendIn(this.backOff.next())
  }

  private sendIn(ms: number): void {
    this.cancelWait = this.options.clock.after(ms, () => {
      this.cancelWait = undefined
      this.send()
    })
  }

  /** All that is on its way counts as not sent. */
  private rewind(): void {
    this.cancelWait?.()
    this.cancelWait = undefined
    this.cancelAnswer?.()
    this.cancelAnswer = undefined
    for (const batch of this.batches) if (batch.state.kind === 'sent') batch.state = { kind: 'queued' }
  }

  private watch(): void {
    if (this.cancelAnswer) return
    let oldest: number | undefined
    for (const { state } of this.batches) if (state.kind === 'sent') oldest = Math.min(oldest ?? state.at, state.at)
    if (oldest === undefined) return
    const { clock } = this.options
    this.cancelAnswer = clock.after(Math.max(0, oldest + ANSWER_MS - clock.now()), () => {
      this.cancelAnswer = undefined
      const late = this.batches.some(({ state }) => state.kind === 'sent' && clock.now() - state.at >= ANSWER_MS)
      if (late) {
        this.why ??= refusal('server.busy')
        this.rewind()
        this.send()
        this.options.listener.changed()
      } else this.watch()
    })
  }

  private refuse(batch: OutboxBatch, why: Refusal): void {
    const put = new Set<ElementId>()
    const gone: RefusedBatch[] = []
    this.batches = this.batches.filter((other) => {
      if (other.number < batch.number || other.state.kind === 'acknowledged') return true
      const needs = other.ops.some((op) => {
        const id = targetOf(op)
        return id !== undefined && put.has(id)
      })
      if (other !== batch && !needs) return true
      for (const op of other.ops) if (op.op === 'put') put.add(op.element.id)
      gone.push({ number: other.number, gesture: other.gesture, refusal: why, ops: other.ops })
      return false
    })
    this.rewind()
    // Nothing is left that could tell when the server saves again.
    if (this.size === 0) this.clearWhy()
    this.options.listener.refused(gone)
    this.send()
  }

  /** The base document holds this batch of ours. */
  folded(number: number): OutboxBatch | undefined {
    const batch = this.batches.find((other) => other.number === number)
    if (!batch) return undefined
    this.batches = this.batches.filter((other) => other !== batch)
    this.logged(number)
    this.send()
    this.options.listener.changed()
    return batch
  }

  /** The base document jumped to a seq: takes out what it holds now. */
  reached(seq: number): OutboxBatch[] {
    const held = this.batches.filter(({ state }) => state.kind === 'acknowledged' && state.seq <= seq)
    this.batches = this.batches.filter((batch) => !held.includes(batch))
    return held
  }

  /**
   * The log is another one, or its end is missing: nothing is known of what it holds of ours. It is all offered again, also what
   * was acknowledged: what it holds is answered with its seq, the rest is committed anew.
   */
  offerAll(): void {
    this.disconnect()
    for (const batch of this.batches) batch.state = { kind: 'queued' }
    this.lastLogged = 0
  }

  /** Goes on under a fresh actor with numbers from 1: what was not acknowledged is offered anew. Returns how its characters are called now. */
  startOver(actor: ActorId): {
    readonly old: readonly OutboxBatch[]
    readonly batches: readonly OutboxBatch[]
    readonly renames: readonly Rename[]
  } {
    this.disconnect()
    const old = this.batches
    const unsaved = this.unsaved
    this.actor = actor
    this.batches = []
    this.nextNumber = 1
    this.lastLogged = 0
    const renames: Rename[] = []
    for (const batch of unsaved) {
      // A batch's characters are as many as its ops can make, so one range covers them.
      const ops = renamedOps(batch.ops, renames)
      renames.push({ from: [batch.actor, batch.number, 0, 2 ** 31], to: [actor, this.nextNumber, 0] })
      this.add(batch.gesture, ops, packOps(ops))
    }
    return { old, batches: this.batches, renames }
  }
}
