import {
  type ActorId,
  actorId,
  atMost,
  type BoardId,
  boardId,
  type Epoch,
  epoch,
  type GestureId,
  gestureId,
  type Person,
} from '@inkwire/board'
import * as z from 'zod/mini'
import { DIGEST_BYTES } from './digest.ts'
import type { Answer } from './errors.ts'
import { LIMITS } from './limits.ts'

/** Version of everything in this package. A client of another one is told to reload. */
export const PROTOCOL_VERSION = 1

/** What a person may do on a board, from most to least. */
export type Role = 'owner' | 'editor' | 'commenter' | 'viewer'

export const mayEdit = (role: Role): boolean => role === 'owner' || role === 'editor'

/** A page that is on a board now. */
export interface Present {
  readonly actor: ActorId
  readonly person: Person
}

const count = z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))
const bytes = (most: number) => z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= most)

export interface JoinRequest {
  readonly protocol: number
  readonly board: BoardId
  /** The key from the link (`/b/<board id>#<key>`), where the page has one. */
  readonly key?: string
  readonly actor: ActorId
  /** Proves that the actor is this person's; comes with the first join. */
  readonly token?: string
  /** What the client has: it gets only what follows. */
  readonly have?: { readonly epoch: Epoch; readonly seq: number }
}

export const joinRequest: z.ZodMiniType<JoinRequest> = z.object({
  protocol: count,
  board: boardId,
  key: z.optional(z.string().check(atMost(100))),
  actor: actorId,
  token: z.optional(z.string().check(atMost(200))),
  have: z.optional(z.object({ epoch, seq: count })),
})

export interface JoinAnswer {
  /** How ticks of this board are marked on this connection. */
  readonly room: number
  readonly name: string
  readonly role: Role
  /** Who I am, by the server's word. */
  readonly person: Person
  readonly token: string
  readonly epoch: Epoch
  /** Seq of the newest batch. */
  readonly head: number
  /** Where the newest snapshot lies, and up to which seq it goes: there when the client's own seq is too old or none. */
  readonly snapshot?: { readonly path: string; readonly seq: number }
  /** The records after the snapshot, or after the client's seq; when the last one is below `head` the client asks for the `tail`. */
  readonly tail: Uint8Array
  readonly present: readonly Present[]
  /** There are too many to name in an answer, `present` is this page alone: a message with all of them follows. */
  readonly presentLater?: true
}

export interface BatchRequest {
  readonly board: BoardId
  readonly epoch: Epoch
  readonly number: number
  /** The actor's number before this one that was not finally refused; 0 before the first. */
  readonly prev: number
  /** 16 bytes, see batchDigest. */
  readonly digest: Uint8Array
  readonly gesture: GestureId
  readonly foldVersion: number
  readonly ops: Uint8Array
}

/** Sizes are the log's to check, with a code of their own; here only what could not be an honest mistake. */
export const batchRequest: z.ZodMiniType<BatchRequest> = z.object({
  board: boardId,
  epoch,
  number: z.int().check(z.minimum(1), z.maximum(2 ** 31 - 1)),
  prev: z.int().check(z.minimum(0), z.maximum(2 ** 31 - 1)),
  digest: bytes(DIGEST_BYTES),
  gesture: gestureId,
  foldVersion: z.int().check(z.minimum(1), z.maximum(1_000)),
  ops: bytes(LIMITS.messageBytes),
})

export interface BatchAnswer {
  /** Where the batch stands in the log: it is durable. */
  readonly seq: number
}

/** `last`: with `batch.out_of_order`, the actor's last number in the log; the client sends from there. */
export type BatchReply = Answer<BatchAnswer> & { readonly last?: number }

export interface TailRequest {
  readonly board: BoardId
  readonly epoch: Epoch
  readonly after: number
}

export const tailRequest: z.ZodMiniType<TailRequest> = z.object({ board: boardId, epoch, after: count })

export interface TailAnswer {
  /** Records after the one asked for; fewer than all when there are many. */
  readonly tail: Uint8Array
  readonly head: number
}

export interface PeopleMessage {
  readonly room: number
  /** Who came, or changed name, colour or role. */
  readonly present: readonly Present[]
  readonly gone: readonly ActorId[]
  /** `present` is everybody who is there. */
  readonly all?: true
}

export interface BoardMessage {
  readonly room: number
  readonly name: string
}

/** Role undefined: you are out. */
export interface AccessMessage {
  readonly room: number
  readonly role?: Role
  /** A sentence for people. */
  readonly reason: string
}

/** This instance goes away: connect again within so many ms, at a random moment. */
export interface MovingMessage {
  readonly withinMs: number
}

export interface ClientToServerEvents {
  'board:join': (request: JoinRequest, answer: (answer: Answer<JoinAnswer>) => void) => void
  'board:leave': (board: BoardId) => void
  batch: (request: BatchRequest, answer: (answer: BatchReply) => void) => void
  tail: (request: TailRequest, answer: (answer: Answer<TailAnswer>) => void) => void
  /** A packed live message (live.ts). */
  live: (board: BoardId, message: Uint8Array) => void
}

export interface ServerToClientEvents {
  /** A packed tick (tick.ts). */
  tick: (tick: Uint8Array) => void
  people: (message: PeopleMessage) => void
  board: (message: BoardMessage) => void
  access: (message: AccessMessage) => void
  moving: (message: MovingMessage) => void
}
