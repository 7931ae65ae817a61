import type { BoardId, Person } from '@inkwire/board'
import type { ClientToServerEvents, Present, ServerToClientEvents } from '@inkwire/protocol'
import type { Server, Socket } from 'socket.io'
import type { Member } from '../room/room.ts'

/** What instances tell each other through Socket.IO's adapter; all of it may get lost. */
export interface BetweenInstances {
  /** All people of a board on an instance. */
  presence: (board: BoardId, instance: string, present: readonly Present[]) => void
  /** Sessions ended: look now, not at the next poll. */
  sessions: () => void
  renamed: (board: BoardId, name: string) => void
  /** Somebody's access to a board changed, or the board is gone: look now, not at the next poll. */
  access: (board: BoardId) => void
}

/** What the server knows of a connection. */
export interface ConnectionData {
  /** As the session says; name and colour may change while the connection lasts. */
  person: Person
  /** The session that opened it. */
  readonly session: string
  readonly address: string
  readonly boards: Map<BoardId, Member>
}

export type Connection = Socket<ClientToServerEvents, ServerToClientEvents, BetweenInstances, ConnectionData>
export type Connections = Server<ClientToServerEvents, ServerToClientEvents, BetweenInstances, ConnectionData>
