import type { ActorId, BoardId, Epoch, Random } from '@inkwire/board'
import { PROTOCOL_VERSION } from '@inkwire/protocol'
import { BackOff } from './back-off.ts'
import type { Clock } from './clock.ts'
import { Outbox, type OutboxBatch, type RefusedBatch } from './outbox.ts'
import type { Link, Transport } from './transport.ts'

/** First and longest wait before a join that may succeed later, in ms. */
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000

export interface CourierOptions {
  readonly board: BoardId
  /** A connection of its own: on one connection a board has one actor. */
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  /** Where the page's own document stands, so that the join brings nothing twice. */
  readonly have: () => { readonly epoch: Epoch; readonly seq: number } | undefined
  readonly listener: {
    acknowledged(batch: OutboxBatch, seq: number): void
    refused(actor: ActorId, batches: readonly RefusedBatch[]): void
    /** How many batches wait, or whether the server can save, may have changed. */
    changed(): void
    /** Everything is answered, or this person may not send it: nothing more comes. */
    done(): void
  }
}

/** What an earlier page left: batches of one actor, in order of their numbers. */
export interface LeftBehind {
  readonly actor: ActorId
  readonly token: string | undefined
  readonly batches: readonly Pick<OutboxBatch, 'number' | 'gesture' | 'ops' | 'packed'>[]
}

/**
 * Sends what an earlier page of this person left behind, under that page's actor and numbers: what had arrived after all is answered
 * with its first seq. The records come to this page with its own ticks.
 */
export class Courier {
  readonly outbox: Outbox
  private token: string | undefined
  /** Of the log that was joined last. */
  private epoch: Epoch | undefined
  private readonly backOff: BackOff
  private cancelWait = () => {}
  private link: Link | undefined
  private closed = false

  constructor(
    { actor, token, batches }: LeftBehind,
    private readonly options: CourierOptions,
  ) {
    const { board, clock, random, listener } = options
    this.token = token
    this.backOff = new BackOff(random, FIRST_WAIT_MS, LONGEST_WAIT_MS)
    this.outbox = new Outbox(actor, {
      board,
      clock,
      random,
      listener: {
        acknowledged: (batch, seq) => this.acknowledged(batch, seq),
        refused: (refused) => listener.refused(actor, refused),
        rejoin: () => this.waitAndJoin(),
        changed: () => this.look(),
      },
    })
    for (const { number, gesture, ops, packed } of batches) this.outbox.adopt(number, gesture, ops, packed)
  }

  start(): void {
    const { transport } = this.options
    transport.start({
      opened: (link) => {
        this.link = link
        this.join()
      },
      closed: () => this.lost(),
      refused: () => this.close(),
      tick() {},
      people() {},
      board() {},
      access() {},
    })
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.lost()
    this.options.transport.close()
    this.options.listener.done()
  }

  private join(): void {
    const { board, have } = this.options
    const { link } = this
    if (!link) return
    const { actor } = this.outbox
    const known = have()
    link.join(
      {
        protocol: PROTOCOL_VERSION,
        board,
        actor,
        ...(this.token === undefined ? {} : { token: this.token }),
        ...(known ? { have: known } : {}),
      },
      (answer) => {
        if (this.link !== link || this.closed) return
        if (!answer.ok) {
          // What can't be sent now stays in the storage, for a visit that may.
          if (answer.error.retry) this.waitAndJoin()
          else this.close()
          return
        }
        this.token = answer.token
        this.epoch = answer.epoch
        this.backOff.reset()
        this.outbox.connect(link, answer.epoch)
      },
    )
  }

  private acknowledged(batch: OutboxBatch, seq: number): void {
    if (this.epoch === this.options.have()?.epoch) {
      this.options.listener.acknowledged(batch, seq)
      return
    }
    // Of a log that another one has taken the place of, perhaps: the page's document may never bring it.
    this.outbox.offerAll()
    this.waitAndJoin()
  }

  private waitAndJoin(): void {
    this.cancelWait()
    this.cancelWait = this.options.clock.after(this.backOff.next(), () => this.join())
  }

  private lost(): void {
    this.link = undefined
    this.cancelWait()
    this.outbox.disconnect()
  }

  private look(): void {
    this.options.listener.changed()
    if (this.outbox.size === 0) this.close()
  }
}
