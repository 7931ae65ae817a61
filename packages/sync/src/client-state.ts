import type { GestureId, Op, Person } from '@inkwire/board'
import type { Present, Refusal, Role } from '@inkwire/protocol'
import type { CopyStanding } from './board-copies.ts'
import { Listeners } from './listeners.ts'
import type { SaveState } from './save-state.ts'

/** A change of mine that was finally refused and is taken back. */
export interface RefusedChange {
  readonly id: string
  /** When it was refused, ms since 1970. */
  readonly at: number
  readonly gesture: GestureId
  readonly refusal: Refusal
  readonly ops: readonly Op[]
}

/** How a client stands, for the page around the canvas. */
export interface ClientState {
  /** Connecting again after having been open stays 'open'; refused: `problem` says why. */
  readonly phase: 'connecting' | 'open' | 'refused'
  readonly problem: Refusal | null
  /** Whether the board is joined right now. */
  readonly connected: boolean
  readonly save: SaveState
  /** Changes that only this browser has. */
  readonly waiting: number
  /** Why they can't be saved, while `save` is 'stuck'. */
  readonly why: Refusal | null
  /** Whether what waits lies on this browser's disk: closing the tab loses nothing. */
  readonly outlives: boolean
  /** The server's disk is full: nothing can be changed until it saves again. What waits is kept, and tried again. */
  readonly readOnly: 'full' | null
  /** 'copy': what is shown is this browser's copy, and has not been compared with the server yet. */
  readonly source: 'server' | 'copy'
  readonly role: Role | null
  /** Who I am, by the server's word. */
  readonly person: Person | null
  /** The board's. */
  readonly name: string
  /** All pages on the board now, mine included. */
  readonly present: readonly Present[]
  /** My changes that were finally refused: kept over reloads until they are dismissed. Oldest first. */
  readonly refused: readonly RefusedChange[]
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
    waiting: 0,
    why: null,
    outlives: true,
    readOnly: null,
    source: 'server',
    role: null,
    person: null,
    name: '',
    present: [],
    refused: [],
    hashMismatches: 0,
  }
  private readonly listeners = new Listeners<void>()

  /** What a copy of the board says of it; undefined: the server has not said it yet. */
  get standing(): CopyStanding | undefined {
    const { name, role, person } = this.current
    return role && person ? { name, role, person } : undefined
  }

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
