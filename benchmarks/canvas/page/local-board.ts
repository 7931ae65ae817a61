import type { ActorId, BoardId, Epoch, Person, PersonId } from '@inkwire/board'
import {
  type BatchRecord,
  type JoinAnswer,
  type LiveEntry,
  type Present,
  packRecords,
  packTick,
} from '@inkwire/protocol'
import type { Link, Transport, TransportListener } from '@inkwire/sync'

/** Marks the board's ticks on the connection; there is but one. */
const ROOM = 1
/** Batches that were committed go out after so many ms, as a room's tick does. */
const TICK_MS = 16
/** Who draws on this page. */
const ME: Person = { id: 'me'.padEnd(21, '0') as PersonId, name: 'Me', color: '#2563eb' }

/** The server's side of one board, within the page: what a client sends is committed at once, and comes back with the next tick. */
export class LocalBoard implements Transport {
  private listener: TransportListener | undefined
  private bytes: Uint8Array<ArrayBuffer> | undefined
  private epochs = 0
  private seq = 0
  private committed: BatchRecord[] = []
  private actor: ActorId | undefined

  start(listener: TransportListener): void {
    this.listener = listener
    queueMicrotask(() => listener.opened(this.link()))
  }

  /** Another log takes the place of this one, as after a restore: the page loads its snapshot, as it does when it opens a board. */
  open(snapshot: Uint8Array<ArrayBuffer>): void {
    this.epochs++
    this.bytes = snapshot
    this.seq = 1
    this.committed = []
    this.reconnect()
  }

  reconnect(): void {
    this.listener?.closed()
    this.listener?.opened(this.link())
  }

  /** Others come onto the board. */
  present(people: readonly Present[]): void {
    this.listener?.people({ room: ROOM, present: people, gone: [] })
  }

  /** One tick with what others did: batches without their seq, which they get here, and live messages. */
  tick(batches: readonly Omit<BatchRecord, 'seq'>[], live: readonly LiveEntry[]): void {
    const records = batches.map((batch) => ({ ...batch, seq: ++this.seq }))
    this.listener?.tick(packTick({ room: ROOM, batches: records, live }))
  }

  async snapshot(): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes } = this
    if (!bytes) throw new Error('this board has no snapshot')
    // Fetched bytes are whoever's fetched them, too: nothing of them stays here to be counted as the page's memory.
    this.bytes = undefined
    return bytes
  }

  /** Comparing hashes would take a second copy of the document. */
  head(): Promise<never> {
    return Promise.reject(new Error('this board keeps no document'))
  }

  close(): void {}

  private get epoch(): Epoch {
    return `${String(this.epochs).padStart(21, '0')}A` as Epoch
  }

  private link(): Link {
    return {
      join: ({ have, actor }, answer) => {
        this.actor = actor
        const knows = have !== undefined && have.epoch === this.epoch
        const joined: JoinAnswer = {
          room: ROOM,
          name: 'Benchmark',
          role: 'owner',
          person: ME,
          token: 'token',
          epoch: this.epoch,
          head: this.seq,
          tail: packRecords([]),
          present: [{ actor, person: ME }],
          ...(this.bytes && !knows ? { snapshot: { path: '/snapshot', seq: 1 } } : {}),
        }
        answer({ ok: true, ...joined })
      },
      leave: (_board: BoardId) => {},
      batch: ({ number, gesture, foldVersion, ops }, answer) => {
        const { actor } = this
        if (!actor) return
        answer({ ok: true, seq: ++this.seq })
        const record = { seq: this.seq, actor, number, person: ME.id, at: 0, foldVersion, gesture, ops }
        if (this.committed.push(record) === 1) setTimeout(() => this.tellCommitted(), TICK_MS)
      },
      tail: (_request, answer) => answer({ ok: true, tail: packRecords([]), head: this.seq }),
      live: () => {},
    }
  }

  private tellCommitted(): void {
    const batches = this.committed.splice(0)
    if (batches.length > 0) this.listener?.tick(packTick({ room: ROOM, batches, live: [] }))
  }
}
