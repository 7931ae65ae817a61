import type { GestureId, Op, Person } from '@inkwire/board'
import type { Present, Refusal, Role } from '@inkwire/protocol'
import { Listeners } from './listeners.ts'
import type { SaveState } from './save-state.ts'

/** How a client stands, for the page around the canvas. */
export interface ClientState {
  /** Connecting again after having been open stays 'open'; refused: `problem` says why. */
  readonly phase: 'connecting' | 'open' | 'refused'
  readonly problem: Refusal | null
  /** Whether the board is joined right now. */
  readonly connected: boolean
  /** Shown as "Saved", "Saving…", "Not saved yet", "Offline". */
  readonly save: SaveState
  readonly role: Role | null
  /** Who I am, by the server's word. */
  readonly person: Person | null
  /** The board's. */
  readonly name: string
  /** All pages on the board now, mine included. */
  readonly present: readonly Present[]
  /** My changes that were finally refused and are taken back: visible, exportable. */
  readonly refused: readonly { readonly gesture: GestureId; readonly refusal: Refusal; readonly ops: readonly Op[] }[]
  /** How often the document was loaded anew because its hash was another one than the server's: each is a fault. */
  readonly hashMismatches: number
}

/** Holds the state: the object is replaced when anything in it changes, as React's useSyncExternalStore wants it. */
export class StateStore {
  current: ClientState = {
    phase: 'connecting',
    problem: null,
    connected: false,
    save: 'saved',
    role: null,
    person: null,
    name: '',
    present: [],
    refused: [],
    hashMismatches: 0,
  }
  private readonly listeners = new Listeners<void>()

  set(change: Partial<ClientState>): void {
    const next = { ...this.current, ...change }
    const keys = Object.keys(change) as (keyof ClientState)[]
    if (keys.every((key) => Object.is(next[key], this.current[key]))) return
    this.current = next
    this.listeners.tell()
  }

  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener)
  }
}
