import { type BoardId, type Epoch, type Random, unpackOps } from '@inkwire/board'
import { PROTOCOL_VERSION } from '@inkwire/protocol'
import { BackOff } from './back-off.ts'
import type { Clock } from './clock.ts'
import { Outbox, type RefusedBatch } from './outbox.ts'
import type { OutboxStorage, StoredBatch } from './outbox-storage.ts'
import type { Link, Transport } from './transport.ts'

/** First and longest wait before a join that may succeed later, in ms. */
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000

export interface CourierOptions {
  readonly board: BoardId
  readonly storage: OutboxStorage
  /** A connection of its own: on one connection a board has one actor. */
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  /** Where the page's own document stands, so that the join brings nothing twice. */
  readonly have: () => { readonly epoch: Epoch; readonly seq: number } | undefined
  readonly listener: {
    refused(batches: readonly RefusedBatch[]): void
    /** How many batches wait may have changed. */
    changed(): void
    /** Everything is answered, or this person may not send it: nothing more comes. */
    done(): void
  }
}

/**
 * Sends what an earlier page of this person left behind, under that page's actor and numbers: what had arrived after all is answered
 * with its first seq. The records come to this page with its own ticks.
 */
export class Courier {
  private readonly outbox: Outbox
  private token: string | undefined
  private readonly backOff: BackOff
  private cancelWait = () => {}
  private link: Link | undefined
  private closed = false

  /** `batches` are all of one actor, in order of their numbers, at least one. */
  constructor(
    batches: readonly [StoredBatch, ...StoredBatch[]],
    private readonly options: CourierOptions,
  ) {
    const { board, clock, random, transport, listener } = options
    const [first] = batches
    this.token = first.token
    this.backOff = new BackOff(random, FIRST_WAIT_MS, LONGEST_WAIT_MS)
    this.outbox = new Outbox(first.actor, {
      board,
      clock,
      random,
      listener: {
        acknowledged: ({ number }) => this.forget(number),
        refused: (refused) => {
          for (const { number } of refused) this.forget(number)
          listener.refused(refused)
        },
        rejoin: () => this.waitAndJoin(),
        changed: () => this.look(),
      },
    })
    for (const { number, gesture, ops } of batches) this.outbox.adopt(number, gesture, unpackOps(ops), ops)
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

  /** Batches that are not acknowledged yet. */
  get size(): number {
    return this.closed ? 0 : this.outbox.size
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
        this.backOff.reset()
        this.outbox.connect(link, answer.epoch)
      },
    )
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

  private forget(number: number): void {
    void this.options.storage.removeBatch(this.options.board, this.outbox.actor, number)
  }

  private look(): void {
    this.options.listener.changed()
    if (this.outbox.size === 0) this.close()
  }
}
