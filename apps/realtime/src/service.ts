import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { BoardId } from '@inkwire/board'
import type { Logger } from 'pino'
import { Access } from './access/access.ts'
import { Secrets } from './access/secrets.ts'
import { Accounts } from './accounts/accounts.ts'
import { providerOf } from './accounts/provider.ts'
import { sessionExpiry } from './accounts/session-expiry.ts'
import { SessionWatch } from './accounts/session-watch.ts'
import { createApi } from './api/api.ts'
import { assetExpiry } from './assets/asset-expiry.ts'
import { AssetFiles } from './assets/asset-files.ts'
import { Assets } from './assets/assets.ts'
import { Places } from './boards/places.ts'
import { Thumbnails } from './boards/thumbnails.ts'
import { Trash } from './boards/trash.ts'
import { trashExpiry } from './boards/trash-expiry.ts'
import type { Database } from './database/database.ts'
import { DiskSpace } from './disk/disk-space.ts'
import { DocumentThread } from './documents/document-thread.ts'
import { clientAddress } from './gateway/address.ts'
import { createConnections, createEngine, Gateway } from './gateway/gateway.ts'
import { Handshake } from './gateway/handshake.ts'
import { forwardUpgrade } from './gateway/page-socket.ts'
import { SocketWire } from './gateway/wire.ts'
import { PostgresLog } from './log/postgres-log.ts'
import { SnapshotWriter } from './log/snapshot-writer.ts'
import { watchedLog } from './log/watched-log.ts'
import { Metrics } from './metrics/metrics.ts'
import { addReadings } from './metrics/readings.ts'
import { OtherInstances } from './redis/other-instances.ts'
import { Redis } from './redis/redis.ts'
import { Rooms } from './room/rooms.ts'
import { TickClock, TickPace } from './room/tick-timer.ts'
import type { Settings } from './settings.ts'
import { LinkExpiry } from './sharing/link-expiry.ts'
import { Sharing } from './sharing/sharing.ts'
import { openTelemetry } from './tracing/open-telemetry.ts'
import { noTracing } from './tracing/tracing.ts'
import { Erasing } from './upkeep/erasing.ts'
import { Pruning } from './upkeep/pruning.ts'
import { pruningExpiry } from './upkeep/pruning-expiry.ts'

const MEBIBYTE = 1024 * 1024
/** People move to other instances over so many seconds, where nothing else is set: fast, but not all in the same moment. */
const MOVE_SECONDS = 3
/** The start waits so long for Redis, then goes on without. */
const REDIS_PATIENCE_MS = 2_000
/** Tells of this kind come at most so often in the log; in between they are counted. */
const REPORT_EVERY_MS = 10_000

export interface Service {
  /** Resolves when HOST:PORT listens. Rejects when it can't. */
  listen(): Promise<void>
  close(): Promise<void>
}

export interface ServiceOptions {
  readonly settings: Settings
  readonly secret: string
  readonly database: Database
  readonly logger: Logger
  readonly documentWorker: URL
}

/** Puts one instance together: log, rooms, gateway, API. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { settings, database, logger } = options
  const report = reporter(logger)
  const tracing = settings.tracesUrl ? await openTelemetry(report) : noTracing
  const metrics = new Metrics()
  const secrets = new Secrets(options.secret)
  const publicUrl = settings.publicUrl ?? undefined
  const provider = providerOf(settings)
  const accounts = new Accounts({
    database,
    provider,
    sessionsEnded: () => {
      void sessions.look()
      others.tellSessionsEnded()
    },
    report,
    secret: secrets.accounts,
    publicUrl: publicUrl ?? `http://${settings.host}:${settings.port}`,
  })
  const access = new Access(database, secrets)
  const disk = watchedDisk('database', settings.databaseDir, logger)
  const log = new PostgresLog(database, (message, error) => report(message, { error }), disk)
  const thread = new DocumentThread(options.documentWorker)
  const snapshots = new SnapshotWriter(
    log,
    (document) => thread.run('refold', document),
    report,
    () => metrics.mismatched('snapshot'),
  )
  const trash = new Trash(database)
  const places = new Places(database)
  const assetsDir = settings.assetsDir ?? join(settings.dataDir, 'assets')
  const assetsDisk = watchedDisk('images', settings.assetsDir ?? settings.dataDir, logger)
  const files = new AssetFiles(assetsDir)
  const assets = new Assets(database, files, assetsDisk)
  const boardExpiry = trashExpiry(trash, report)
  const expiries = [boardExpiry, assetExpiry(assets, report), sessionExpiry(database, report)]
  if (settings.historyDays !== null) {
    const pruning = new Pruning(database, log, (document) => thread.run('refold', document))
    expiries.push(pruningExpiry(pruning, settings.historyDays, report))
  }
  const pace = new TickPace()
  const clock = new TickClock(pace)
  const addressOf = clientAddress(settings.trustedProxies)

  let redisReady = () => {}
  const engine = createEngine()
  const connections = createConnections(engine)
  const redis = settings.redisUrls
    ? new Redis(settings.redisUrls, {
        received: (board, epoch, batches, live) => rooms.peek(board)?.fromInstance(epoch, batches, live),
        ready: () => redisReady(),
        report: (message, error) => report(message, { error }),
      })
    : undefined
  if (redis) {
    await redis.start(REDIS_PATIENCE_MS)
    connections.adapter(redis.adapter())
  }

  const rooms: Rooms = new Rooms(
    log,
    {
      log,
      snapshots,
      clock,
      report,
      outlet: {
        sendTick: (room, tick) => {
          gateway.sendTick(room, tick)
          metrics.ticked(tick.since, room.members.size)
        },
        sendPeople: (room, change) => {
          gateway.sendPeople(room, change)
          if (change.own) others.tellPresence(room)
        },
        publish: (room, batches, live) => redis?.publish(room.board, room.epoch, batches, live),
      },
    },
    {
      opened: (room) => redis?.subscribe(room.board),
      closed: (room) => redis?.unsubscribe(room.board),
      accessChanged: (room) => gateway.recheck(room),
      replaced: (room) => {
        gateway.disconnectRoom(room)
        rooms.drop(room)
      },
    },
    (board) => access.openToAll(board),
    settings.boardsMib * MEBIBYTE,
  )
  const handshake = new Handshake({
    engine,
    accounts,
    publicUrl,
    addressOf,
    limits: settings.limits,
    report: (message, error) => report(message, { error }),
    refused: (code) => metrics.refused(code),
  })
  const sessions: SessionWatch = new SessionWatch({ database, ended: (ended) => gateway.closeSessions(ended), report })
  const gateway = new Gateway(connections, handshake, (connection) => addressOf(connection.request), {
    access,
    sessions,
    opened: (board, person) => {
      places.opened(board, person).catch((error) => report('it could not be noted who opened a board', { error }))
    },
    secrets,
    log: watchedLog(log, metrics, tracing),
    rooms,
    watch: { metrics, tracing },
    limits: settings.limits,
    report,
    wire: (connection) => new SocketWire(connection),
  })

  const others: OtherInstances = new OtherInstances({
    connections,
    redis,
    rooms,
    sessionsEnded: () => void sessions.look(),
    renamed: (board, name) => gateway.boardRenamed(board, name),
    report,
  })
  redisReady = () => others.tellAll()

  const accessChanged = (board: BoardId) => {
    void rooms.look()
    others.tellAccessChanged(board)
  }
  const linkExpiry = new LinkExpiry(database, accessChanged, report)

  const api = await createApi({
    parts: {
      database,
      accounts,
      provider,
      publicUrl,
      access,
      secrets,
      log,
      rooms,
      thread,
      thumbnails: new Thumbnails(log, thread),
      trash,
      places,
      sharing: new Sharing(database, secrets, accounts),
      assets,
      files,
      boardsLeft: () => void boardExpiry.run(),
      erasing: new Erasing({ database, log, thread, assets }),
      metrics,
      metricsToken: settings.metricsToken ?? undefined,
      tracing,
      disk,
      gateway: {
        personChanged: (person) => gateway.personChanged(person),
        boardRenamed: (board, name) => {
          gateway.boardRenamed(board, name)
          others.tellRenamed(board, name)
        },
        accessChanged,
      },
    },
    log: logger,
    publicUrl,
    trustedProxies: settings.trustedProxies,
    webUrl: settings.webUrl ?? undefined,
    createServer: (handler) =>
      createServer((request, response) => {
        if (Handshake.concerns(request)) void handshake.request(request, response)
        else handler(request, response)
      }),
  })
  api.server.on('upgrade', (request: IncomingMessage, socket, head) => {
    if (Handshake.concerns(request)) void handshake.upgrade(request, socket, head)
    else if (settings.webUrl) forwardUpgrade(settings.webUrl, request, socket, head)
    else socket.destroy()
  })

  metrics.watchProcess()
  addReadings(metrics, {
    connections: () => engine.clientsCount,
    behind: () => gateway.behind,
    rooms: () => rooms.all(),
    tick: () => pace.ms,
    commitsWaiting: () => log.waiting,
    redis: () => redis?.ready,
    database: () => database.$queryRaw`SELECT 1`,
    diskFull: () => disk.full || assetsDisk.full,
  })

  return {
    async listen() {
      await Promise.all([disk.start(), assetsDisk.start()])
      rooms.start()
      sessions.start()
      others.start()
      linkExpiry.start()
      for (const expiry of expiries) expiry.start()
      await api.listen({ port: settings.port, host: settings.host })
    },
    async close() {
      // Who looks for another instance must not come to this one again.
      api.server.close()
      await gateway.moveAway(moveMs(settings))
      others.close()
      connections.disconnectSockets(true)
      await api.close()
      engine.close()
      rooms.close()
      sessions.close()
      linkExpiry.close()
      clock.close()
      pace.close()
      for (const expiry of expiries) expiry.close()
      for (const one of [disk, assetsDisk]) one.close()
      await thread.close()
      redis?.close()
      await database.$disconnect()
      await tracing.close()
    },
  }
}

/** How long people may take to move to another instance, ms; by default none where there is no sign of another one. */
export function moveMs({ moveSeconds, redisUrls }: Settings): number {
  return (moveSeconds ?? (redisUrls ? MOVE_SECONDS : 0)) * 1_000
}

/** The disk of a folder, of which the log of the service tells when it gets full and when there is room again. */
function watchedDisk(what: string, folder: string | null, logger: Logger): DiskSpace {
  return new DiskSpace(folder, (full) => {
    if (full) logger.error({ what, folder }, 'the disk is full: nothing more is saved until there is room')
    else logger.warn({ what, folder }, 'the disk has room again')
  })
}

/** Logs the first tell of a kind at once, then counts for a while: a database that is down must not fill the disk with its absence. */
function reporter(logger: Logger): (message: string, details: object) => void {
  const last = new Map<string, { at: number; more: number }>()
  return (message, details) => {
    const now = Date.now()
    const before = last.get(message)
    if (before && now - before.at < REPORT_EVERY_MS) {
      before.more++
      return
    }
    last.set(message, { at: now, more: 0 })
    const error = 'error' in details && details.error instanceof Error ? { reason: details.error.message } : {}
    logger.warn({ ...details, ...error, ...(before?.more ? { moreOfThese: before.more } : {}) }, message)
  }
}
