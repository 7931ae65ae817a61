import { type ActorId, PackError, type Peer } from '@inkwire/board'
import {
  ActorNames,
  isActorLive,
  type JoinAnswer,
  type LiveEntry,
  type PeopleMessage,
  type Present,
  unpackLive,
} from '@inkwire/protocol'
import type { ClientState } from './client-state.ts'
import type { Clock } from './clock.ts'
import { Listeners } from './listeners.ts'
import { Peers } from './peers.ts'
import type { Shown } from './shown.ts'

export interface PresenceOptions {
  readonly shown: Shown
  readonly clock: Clock
  /** This page's. */
  readonly actor: () => ActorId
  readonly set: (change: Partial<Pick<ClientState, 'present' | 'person'>>) => void
}

/** Who is on the board, by the server's word, and what they show right now. */
export class Presence {
  private readonly peers: Peers
  private readonly listeners = new Listeners<void>()
  private present = new Map<ActorId, Present>()
  /** Of those in `present`; in a crowd of nobody else until all are named. */
  private names = new ActorNames()
  /** What peers show is another thing, and nobody was told yet. */
  private changed = false

  constructor(private readonly options: PresenceOptions) {
    this.peers = new Peers(options.shown, options.clock, () => this.listeners.tell())
  }

  get size(): number {
    return this.present.size
  }

  list(): readonly Peer[] {
    return this.peers.list()
  }

  onChange(listener: () => void): () => void {
    return this.listeners.add(listener)
  }

  /** We joined. */
  joined({ present, presentLater }: JoinAnswer): void {
    if (!presentLater) {
      this.replace(present)
      return
    }
    // Whom we knew before is most likely still there: nobody blinks until the message that names all. Whose short name is whose is known only then.
    this.names = new ActorNames()
    this.take({ room: 0, present, gone: [] })
  }

  /** All that are there now. */
  private replace(present: readonly Present[]): void {
    this.present = new Map(present.map((one) => [one.actor, one]))
    this.names = new ActorNames()
    for (const { actor } of present) this.names.came(actor)
    this.peers.replace(this.others(present))
    this.options.set({ present })
    this.listeners.tell()
  }

  /** Some came, changed, or went. Returns whether there are more than before. */
  take({ present, gone, all }: PeopleMessage): boolean {
    const { set, actor } = this.options
    const before = this.present.size
    if (all) {
      this.replace(present)
      return this.present.size > before
    }
    for (const one of gone) {
      this.present.delete(one)
      this.names.gone(one)
    }
    for (const one of present) {
      this.present.set(one.actor, one)
      this.names.came(one.actor)
    }
    this.peers.gone(gone)
    this.peers.came(this.others(present))
    const me = this.present.get(actor())
    set({ present: [...this.present.values()], ...(me ? { person: me.person } : {}) })
    this.listeners.tell()
    return this.present.size > before
  }

  /** What people show right now. `tell` follows. */
  hear(live: readonly LiveEntry[]): void {
    for (const entry of live) {
      const actor = isActorLive(entry) ? entry.actor : this.names.actorOf(entry.actor)
      // All get the same bytes, my own live included.
      if (actor === undefined || actor === this.options.actor()) continue
      try {
        this.peers.heard(actor, unpackLive(entry.bytes, 'skipped'))
        this.changed = true
      } catch (error) {
        // What somebody shows live is not worth the rest of the tick.
        if (!(error instanceof PackError)) throw error
      }
    }
  }

  /** A batch of somebody was folded: its preview goes. `tell` follows. */
  folded(actor: ActorId, number: number): void {
    if (this.peers.folded(actor, number)) this.changed = true
  }

  /** The document beneath the previews changed. `tell` follows. */
  documentChanged(): void {
    if (this.peers.documentChanged()) this.changed = true
  }

  /** Tells whoever listens, if there is something. */
  tell(): void {
    if (!this.changed) return
    this.changed = false
    this.listeners.tell()
  }

  /** The connection is gone: what others do is not heard, though they may still be there. */
  lost(): void {
    this.peers.replace([])
    this.listeners.tell()
  }

  /** It has been gone for long: whoever was there may not be by now. */
  clear(): void {
    if (this.present.size === 0) return
    this.present.clear()
    this.names = new ActorNames()
    this.options.set({ present: [] })
  }

  close(): void {
    this.peers.close()
  }

  private others(present: readonly Present[]): Present[] {
    const me = this.options.actor()
    return present.filter(({ actor }) => actor !== me)
  }
}
