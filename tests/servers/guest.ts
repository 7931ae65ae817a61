import { randomBytes } from 'node:crypto'
import type { ActorId, BoardId, ElementId, Epoch, GestureId, Op } from '@inkwire/board'
import { packOps } from '@inkwire/board'
import {
  type Answer,
  type BatchReply,
  type BatchRequest,
  batchDigest,
  type ClientToServerEvents,
  Decoder,
  Encoder,
  type JoinAnswer,
  PROTOCOL_VERSION,
  type ServerToClientEvents,
} from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { io, type Socket } from 'socket.io-client'

export type RawSocket = Socket<ServerToClientEvents, ClientToServerEvents>

/** A guest with a session, who speaks HTTP and the bare protocol: for tests of what the server does with it. */
export class Guest {
  private readonly cookies = new Map<string, string>()

  private constructor(readonly origin: string) {}

  static async arrive(origin: string): Promise<Guest> {
    const guest = new Guest(origin)
    await guest.request('/api/v1/session', 'POST')
    return guest
  }

  /** Whoever a cookie says, forged or none ('') though it may be. */
  static of(origin: string, cookie: string): Guest {
    const guest = new Guest(origin)
    for (const one of cookie.split('; ')) {
      const [name = '', ...value] = one.split('=')
      guest.cookies.set(name, value.join('='))
    }
    return guest
  }

  /** Somebody without a session, or with the cookies of another page of the same browser. */
  static nobody(origin: string, like?: Guest): Guest {
    const guest = new Guest(origin)
    for (const [name, value] of like?.cookies ?? []) guest.cookies.set(name, value)
    return guest
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async request(path: string, method = 'GET', body?: object): Promise<Response> {
    const { cookie } = this
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(cookie ? { cookie } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  async newBoard(name = 'A board'): Promise<{ board: BoardId; key: string }> {
    const answer = await this.request('/api/v1/boards', 'POST', { name })
    const { board, key } = await answer.json()
    return { board: board.id, key }
  }

  /** A bare connection; rejects with the transport's error when the handshake is refused. */
  connect(transports: string[] = ['websocket']): Promise<RawSocket> {
    const socket: RawSocket = io(this.origin, {
      parser: { Encoder, Decoder },
      transports,
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: this.cookie },
    })
    return new Promise((resolve, reject) => {
      socket.on('connect', () => resolve(socket))
      socket.on('connect_error', reject)
    })
  }
}

export const newActor = (): ActorId => randomBytes(16).toString('base64url') as ActorId

export interface JoinedSocket {
  readonly socket: RawSocket
  readonly board: BoardId
  readonly actor: ActorId
  readonly epoch: Epoch
}

export function join(socket: RawSocket, board: BoardId, actor: ActorId, key?: string): Promise<Answer<JoinAnswer>> {
  return socket.emitWithAck('board:join', {
    protocol: PROTOCOL_VERSION,
    board,
    actor,
    ...(key === undefined ? {} : { key }),
  })
}

/** The request of a batch, with changes that make it wrong. */
export function batchOf(
  joined: JoinedSocket,
  number: number,
  ops: readonly Op[],
  change: Partial<BatchRequest> = {},
): BatchRequest {
  const gesture = nanoid() as GestureId
  const packed = change.ops ?? packOps(ops)
  return {
    board: joined.board,
    epoch: joined.epoch,
    number,
    prev: number - 1,
    digest: batchDigest(gesture, packed),
    gesture,
    foldVersion: 1,
    ops: packed,
    ...change,
  }
}

export const send = (joined: JoinedSocket, request: BatchRequest): Promise<BatchReply> =>
  joined.socket.emitWithAck('batch', request)

/** An op that puts a rectangle. */
export const rectangle = (x: number, y: number): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type: 'rectangle', order: 'a0', x, y, w: 10, h: 10 },
})
