import type { BoardId, Epoch, PersonId } from '@inkwire/board'
import type { BatchRecord, HeadBody, LiveEntry } from '@inkwire/protocol'
import type { Found } from '@inkwire/realtime/access/access.ts'
import { Secrets } from '@inkwire/realtime/access/secrets.ts'
import { DOCUMENT_JOBS } from '@inkwire/realtime/documents/document-job.ts'
import { Gateway } from '@inkwire/realtime/gateway/gateway.ts'
import type { Log } from '@inkwire/realtime/log/log.ts'
import { SnapshotWriter } from '@inkwire/realtime/log/snapshot-writer.ts'
import { Metrics } from '@inkwire/realtime/metrics/metrics.ts'
import type { Room } from '@inkwire/realtime/room/room.ts'
import { Rooms } from '@inkwire/realtime/room/rooms.ts'
import { TickClock } from '@inkwire/realtime/room/tick-timer.ts'
import { settings } from '@inkwire/realtime/settings.ts'
import { noTracing } from '@inkwire/realtime/tracing/tracing.ts'

import { ServerSockets, whoOpened } from './connections.ts'

import type { ModelDatabase } from './model-database.ts'
import { Owner, type VirtualTime } from './virtual-time.ts'

export interface InstanceParts {
  readonly time: VirtualTime
  readonly database: ModelDatabase
  readonly logOf: (owner: Owner) => Log
  /** Brings what this instance commits to the others, or not. */
  readonly publish: (
    from: Instance,
    board: BoardId,
    epoch: Epoch,
    batches: readonly BatchRecord[],
    live: readonly LiveEntry[],
  ) => void
}

/** One process of the service: the real rooms, gateway handlers, snapshot writer and group commit, in virtual time. */
export class Instance {
  readonly owner: Owner
  readonly sockets = new ServerSockets()
  readonly rooms: Rooms
  readonly log: Log
  readonly gateway: Gateway
  readonly reports: string[] = []

  constructor(
    readonly name: string,
    parts: InstanceParts,
  ) {
    const { time, database, logOf, publish } = parts
    this.owner = new Owner(name)
    const report = (message: string) => void this.reports.push(message)
    const log = logOf(this.owner)
    this.log = log
    const snapshots = new SnapshotWriter(log, async (document) => DOCUMENT_JOBS.refold(document), report)
    const openToAll = async () => true
    const rooms: Rooms = time.as(
      this.owner,
      () =>
        new Rooms(
          log,
          {
            log,
            snapshots,
            clock: new TickClock({ ms: 16 }),
            report,
            outlet: {
              sendTick: (...tick) => gateway.sendTick(...tick),
              sendPeople: (...change) => gateway.sendPeople(...change),
              publish: (room, batches, live) => publish(this, room.board, room.epoch, batches, live),
            },
          },
          {
            opened() {},
            closed() {},
            accessChanged: (room) => gateway.recheck(room),
            replaced: (room: Room) => {
              gateway.disconnectRoom(room)
              rooms.drop(room)
            },
          },
          openToAll,
          Number.POSITIVE_INFINITY,
        ),
    )
    this.rooms = rooms
    const find = async (board: BoardId): Promise<Found> => {
      const accessVersion = (await log.heads([board])).get(board)?.accessVersion
      if (accessVersion === undefined) return { kind: 'unknown' }
      return { kind: 'granted', role: 'editor', name: 'Simulated', accessVersion }
    }
    const gateway = new Gateway(this.sockets.asConnections, { whoOpened }, () => '127.0.0.1', {
      access: {
        find,
        findAll: async (board, persons) =>
          new Map(await Promise.all(persons.map(async (person) => [person, await find(board)] as const))),
        ownsActor: async (board, actor, person: PersonId) => (database.ownerOf(board, actor) ?? person) === person,
      },
      opened() {},
      sessions: { whichAreOver: async () => new Set() },
      secrets: new Secrets('a secret of the simulator'),
      log,
      rooms,
      watch: { metrics: new Metrics(), tracing: noTracing },
      limits: settings({}).limits,
      report,
      wire: (connection) => ({
        sendNow({ message }) {
          connection.emit('tick', message.subarray(1))
          return true
        },
        send() {},
        // Live comes as an event here.
        onMessage() {},
      }),
    })
    this.gateway = gateway
    time.as(this.owner, () => rooms.start())
  }

  /** What `/api/v1/boards/:id/head` answers. */
  async head(board: BoardId): Promise<HeadBody> {
    const room = await this.rooms.get(board)
    const stored = (await this.log.heads([board])).get(board)
    if (!room || stored?.epoch !== room.epoch) throw new Error('no such board, or its log was just replaced')
    await room.reach(stored.head)
    return { epoch: room.epoch, seq: room.seq, hash: room.document.hash, elements: room.document.size }
  }

  /** kill -9: nothing that it was about to do happens. */
  kill(): void {
    this.owner.alive = false
  }
}
