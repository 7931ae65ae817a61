import { randomBytes } from 'node:crypto'
import { type BoardId, FOLD_VERSION, type GestureId, type Op, packOps } from '@inkwire/board'
import { type BatchRequest, batchDigest, LIMITS } from '@inkwire/protocol'
import type { Page } from './page.ts'

/** Pause in ms before refused batches are sent again: five batches' worth of the server's rate. */
const AGAIN_MS = 100

/** 21 characters, as element and gesture ids have. */
export const newId = (): string => randomBytes(16).toString('base64url').slice(0, 21)

/** An actor's batches until they are acknowledged, sent in order and again where the server asks for it. */
export class BatchQueue {
  private readonly waiting: BatchRequest[] = []
  /** How many of `waiting`, from its beginning, are on their way. */
  private sent = 0
  private number = 0
  private again: NodeJS.Timeout | undefined
  private emptied: (() => void)[] = []

  constructor(
    private readonly page: Page,
    private readonly board: BoardId,
  ) {}

  /** The number that the next batch is going to have. */
  get nextNumber(): number {
    return this.number + 1
  }

  add(ops: readonly Op[]): void {
    const packed = packOps(ops)
    const gesture = newId() as GestureId
    const prev = this.number++
    this.waiting.push({
      board: this.board,
      epoch: this.page.joined.epoch,
      number: this.number,
      prev,
      digest: batchDigest(gesture, packed),
      gesture,
      foldVersion: FOLD_VERSION,
      ops: packed,
    })
    this.flush()
  }

  /** Resolves when every batch is acknowledged. */
  settled(): Promise<void> {
    if (this.waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.emptied.push(resolve))
  }

  close(): void {
    clearTimeout(this.again)
  }

  private flush(): void {
    while (!this.again && this.sent < this.waiting.length && this.sent < LIMITS.batchesInFlight) {
      const request = this.waiting[this.sent++]
      // A refusal for good ends the process: a benchmark that stores less than it says must not go on.
      if (request) void this.send(request)
    }
  }

  private async send(request: BatchRequest): Promise<void> {
    const reply = await this.page.socket.emitWithAck('batch', request)
    if (!reply.ok) {
      if (!reply.error.retry) throw new Error(`A batch was refused: ${reply.error.message}`)
      this.again ??= setTimeout(() => {
        this.again = undefined
        this.sent = 0
        this.flush()
      }, AGAIN_MS)
      return
    }
    const place = this.waiting.indexOf(request)
    // Sent twice, so acknowledged twice.
    if (place < 0) return
    this.waiting.splice(place, 1)
    if (place < this.sent) this.sent--
    this.flush()
    if (this.waiting.length > 0) return
    for (const resolve of this.emptied.splice(0)) resolve()
  }
}
