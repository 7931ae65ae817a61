import type { BoardId } from '@inkwire/board'
import type {
  AccessMessage,
  Answer,
  BatchReply,
  BatchRequest,
  BoardMessage,
  HeadBody,
  JoinAnswer,
  JoinRequest,
  PeopleMessage,
  Refusal,
  TailAnswer,
  TailRequest,
} from '@inkwire/protocol'

/** One connection that is up. When it goes down its answers never come; a new one is another object. */
export interface Link {
  join(request: JoinRequest, answer: (answer: Answer<JoinAnswer>) => void): void
  leave(board: BoardId): void
  batch(request: BatchRequest, answer: (reply: BatchReply) => void): void
  tail(request: TailRequest, answer: (answer: Answer<TailAnswer>) => void): void
  live(board: BoardId, message: Uint8Array): void
}

/** What a transport tells. Nothing comes from a link that is down. */
export interface TransportListener {
  opened(link: Link): void
  closed(): void
  /** It can't connect and stops trying: nobody is signed in, or the origin is not the server's. */
  refused(refusal: Refusal): void
  tick(bytes: Uint8Array): void
  people(message: PeopleMessage): void
  board(message: BoardMessage): void
  access(message: AccessMessage): void
}

/** The way to the server: connects, and connects again by itself. */
export interface Transport {
  start(listener: TransportListener): void
  /** Drops the connection that is up, if any, and makes a new one at once. */
  reconnect(): void
  /** The bytes of a snapshot; `path` is the one of the answer to a join. Rejects when it can't be had now. */
  snapshot(path: string): Promise<Uint8Array<ArrayBuffer>>
  head(board: BoardId): Promise<HeadBody>
  close(): void
}
