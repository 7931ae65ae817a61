import { type BoardId, boardId } from '@inkwire/board'
import type { Present } from '@inkwire/protocol'
import * as z from 'zod'
import type { Connections } from '../gateway/connection.ts'
import { PRESENCE_EVERY_MS } from '../room/presence.ts'
import type { Room } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import type { Redis } from './redis.ts'

/** People of instances that fell silent are looked for so often, ms. */
const EXPIRE_EVERY_MS = 1_000

/** What comes may be of another version, which knows more: what is not known is passed over, what is missing makes all of it void. */
const present = z.array(
  z.object({
    actor: z.string().max(100),
    person: z.object({ id: z.string().max(100), name: z.string().max(1_000), color: z.string().max(100) }),
  }),
)
const instanceId = z.string().max(100)
const boardName = z.string().max(1_000)

export interface OtherInstancesParts {
  readonly connections: Connections
  /** undefined: there are no others, or they are slow to hear of us. */
  readonly redis: Redis | undefined
  readonly rooms: Pick<Rooms, 'peek' | 'all' | 'look'>
  readonly sessionsEnded: () => void
  readonly renamed: (board: BoardId, name: string) => void
  readonly report: (message: string, details: object) => void
}

/** What instances tell each other beside commits and live: who is there, that access changed, names. All of it may get lost. */
export class OtherInstances {
  private timer: NodeJS.Timeout | undefined
  private nextTellAt = 0

  constructor(private readonly parts: OtherInstancesParts) {
    const { connections, rooms } = parts
    connections.on('presence', (board, instance, people) =>
      this.take(() => this.heardPresence(board, instance, people)),
    )
    connections.on('renamed', (board, name) => {
      this.take(() => parts.renamed(boardId.parse(board), boardName.parse(name)))
    })
    connections.on('sessions', () => parts.sessionsEnded())
    connections.on('access', () => void rooms.look())
  }

  start(): void {
    this.timer = setInterval(() => this.lookAtPresence(), EXPIRE_EVERY_MS)
  }

  /** Tells that nobody is here any more: they have moved, or will be back elsewhere. */
  close(): void {
    clearInterval(this.timer)
    const { redis, rooms, connections } = this.parts
    if (!redis?.ready) return
    for (const room of rooms.all()) {
      if (!room.presence.empty) connections.serverSideEmit('presence', room.board, redis.instance, [])
    }
  }

  /** Redis is there again: others may have forgotten who is here. */
  tellAll(): void {
    for (const room of this.parts.rooms.all()) if (!room.presence.empty) this.tellPresence(room)
  }

  tellPresence(room: Room): void {
    const { redis, connections } = this.parts
    if (redis?.ready) connections.serverSideEmit('presence', room.board, redis.instance, room.presence.mine())
  }

  tellSessionsEnded(): void {
    if (this.parts.redis?.ready) this.parts.connections.serverSideEmit('sessions')
  }

  tellRenamed(board: BoardId, name: string): void {
    if (this.parts.redis?.ready) this.parts.connections.serverSideEmit('renamed', board, name)
  }

  tellAccessChanged(board: BoardId): void {
    if (this.parts.redis?.ready) this.parts.connections.serverSideEmit('access', board)
  }

  private lookAtPresence(): void {
    const now = Date.now()
    for (const room of this.parts.rooms.all()) room.presence.expire(now)
    if (now < this.nextTellAt) return
    this.nextTellAt = now + PRESENCE_EVERY_MS
    this.tellAll()
  }

  private heardPresence(board: unknown, instance: unknown, people: unknown): void {
    const room = this.parts.rooms.peek(boardId.parse(board))
    if (!room) return
    const named = present.parse(people) as Present[]
    // Whoever tells for the first time does not know yet who is here.
    if (room.presence.told(instanceId.parse(instance), named, Date.now())) this.tellPresence(room)
  }

  /** What throws in here would end the process. */
  private take(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.parts.report('another instance told what is not understood', { error })
    }
  }
}
