import { type BoardId, elementId, epoch as epochSchema } from '@inkwire/board'
import {
  type BatchRecord,
  type HistoryBody,
  LIMITS,
  newVersion,
  type OriginBody,
  packRecords,
  type VersionBody,
  versionChange,
} from '@inkwire/protocol'
import type { FastifyRequest } from 'fastify'
import { peopleBehind } from '../accounts/people.ts'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { Origins } from '../history/origins.ts'
import { PastDocuments } from '../history/past-documents.ts'
import { timelineOf } from '../history/timeline.ts'
import { Versions } from '../history/versions.ts'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

/** Parts of a timeline: by default, and at most (more than a screen has pixels are of no use). */
const PARTS = 200
const MOST_PARTS = 1_000
/** Searches for an origin that run at once: each reads a part of a log. */
const SEARCHES_AT_ONCE = 2
/** A nanoid. */
const VERSION = /^[\w-]{21}$/

/** /api/v1/boards/:id/history, …/versions and …/elements/:element/origin: what the log held, named moments of it, who drew what. */
export const history: Route = (app, { database, log, thread }) => {
  const documents = new PastDocuments(log, thread)
  const versions = new Versions(database)
  const origins = new Origins(database)
  const reads = new TokenBuckets(LIMITS.historyReadsPerMinute / 60, LIMITS.historyReadsPerMinute)
  const searches = new TokenBuckets(LIMITS.originsPerMinute / 60, LIMITS.originsPerMinute)
  let searching = 0

  /** Where the log of a board stands. Throws ApiRefusal when the board is gone, or its log is of another epoch than the caller's. */
  const logOf = async (board: BoardId, request: FastifyRequest) => {
    const row = await database.boardHead.findUnique({
      where: { board },
      select: { epoch: true, head: true, floor: true },
    })
    if (!row) throw new ApiRefusal('board.unknown')
    const asked = queryOf(request, 'epoch')
    if (asked !== undefined && asked !== row.epoch) throw new ApiRefusal('board.wrong_epoch')
    return { epoch: epochSchema.parse(row.epoch), head: Number(row.head), floor: Number(row.floor) }
  }

  app.get('/api/v1/boards/:id/history', async (request, reply): Promise<HistoryBody> => {
    const { person, board } = entryOf(request)
    if (!reads.take(person.id)) throw new ApiRefusal('rate.limited')
    const parts = numberOf(queryOf(request, 'parts') ?? `${PARTS}`, 1, MOST_PARTS)
    const { epoch, head, floor } = await logOf(board, request)
    const timeline = await timelineOf(database, board, { floor, head, parts })
    reply.header('cache-control', 'no-store')
    return { epoch, head, floor, ...timeline, versions: await versions.list(board, { epoch, floor }) }
  })

  app.get('/api/v1/boards/:id/history/:seq', async (request, reply) => {
    const { person, board } = entryOf(request)
    const { epoch, head, floor } = await logOf(board, request)
    const seq = numberOf(paramOf(request, 'seq'), 0, head)
    // Of what is pruned only versions have snapshots, also where memory still holds others.
    if (seq < floor && (await database.snapshot.count({ where: { board, epoch, seq } })) === 0) throw pruned()
    // Weak, as it goes out compressed and plain.
    const etag = `W/"${epoch}.${seq}"`
    // Without its epoch an address means another document once the log was written anew.
    const lasting = queryOf(request, 'epoch') === undefined ? 'no-cache' : 'max-age=31536000, immutable'
    reply.header('cache-control', `private, ${lasting}`).header('vary', 'accept-encoding').header('etag', etag)
    if (request.headers['if-none-match']?.includes(etag)) return reply.status(304).send()
    if (!reads.take(person.id)) throw new ApiRefusal('rate.limited')
    const document = await documents.get(board, epoch, seq)
    if (document === 'busy') throw new ApiRefusal('server.busy', 'many look at the past right now')
    if (!document) throw pruned()
    reply.type('application/octet-stream')
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(Buffer.from(document.plain))
    return reply.header('content-encoding', 'gzip').send(Buffer.from(document.gzipped))
  })

  app.get('/api/v1/boards/:id/history/:seq/records', async (request, reply) => {
    const { person, board } = entryOf(request)
    if (!reads.take(person.id)) throw new ApiRefusal('rate.limited')
    const { epoch, head, floor } = await logOf(board, request)
    const after = numberOf(paramOf(request, 'seq'), floor, head)
    const limit = numberOf(queryOf(request, 'limit') ?? `${LIMITS.tailBatches}`, 1, LIMITS.tailBatches)
    const records = await log.records(board, epoch, after, limit)
    const page = pageOf(records)
    const people = await peopleBehind(
      database,
      page.map((record) => record.person),
    )
    const told = page.map((record) => ({ ...record, person: people.get(record.person)?.id ?? record.person }))
    reply.header('cache-control', 'no-store').type('application/octet-stream')
    return reply.send(Buffer.from(packRecords(told)))
  })

  app.post('/api/v1/boards/:id/versions', async (request, reply): Promise<VersionBody> => {
    const { person, board } = entryOf(request)
    const parsed = newVersion.safeParse(request.body)
    if (!parsed.success) throw unnamed()
    const { head, floor } = await logOf(board, request)
    const { seq, name } = parsed.data
    if (seq < floor || seq > head) throw outside(floor, head)
    const version = await versions.add(board, person.id, seq, name)
    if (!version) throw new ApiRefusal('request.invalid', `a board has ${LIMITS.versionsPerBoard} versions at most`)
    reply.status(201)
    return { version }
  })

  app.patch('/api/v1/boards/:id/versions/:version', async (request): Promise<VersionBody> => {
    const { board } = entryOf(request)
    const parsed = versionChange.safeParse(request.body)
    if (!parsed.success) throw unnamed()
    const version = await versions.rename(board, versionOf(request), parsed.data.name)
    if (!version) throw new ApiRefusal('request.invalid', 'there is no such version')
    return { version }
  })

  app.delete('/api/v1/boards/:id/versions/:version', async (request, reply) => {
    const { board } = entryOf(request)
    await versions.remove(board, versionOf(request))
    return reply.status(204).send()
  })

  app.get('/api/v1/boards/:id/elements/:element/origin', async (request, reply): Promise<OriginBody> => {
    const { person, board } = entryOf(request)
    const element = elementId.safeParse(paramOf(request, 'element'))
    if (!element.success) throw new ApiRefusal('request.invalid', 'there is no such element')
    if (!searches.take(person.id)) throw new ApiRefusal('rate.limited')
    if (searching >= SEARCHES_AT_ONCE) throw new ApiRefusal('server.busy', 'many search the history right now')
    reply.header('cache-control', 'no-store')
    searching++
    try {
      return await origins.find(board, element.data, await logOf(board, request))
    } finally {
      searching--
    }
  })
}

const unnamed = () => new ApiRefusal('request.invalid', 'a version has a name of 1 to 200 characters, and a seq')
const pruned = () => new ApiRefusal('request.invalid', 'the history does not reach back to there')
const outside = (from: number, to: number) => new ApiRefusal('request.invalid', `a seq from ${from} to ${to} is needed`)

/** The id of a version. Throws ApiRefusal for what is none: not everything in an address is a text that the database can compare. */
function versionOf(request: FastifyRequest): string {
  const id = paramOf(request, 'version')
  if (!VERSION.test(id)) throw new ApiRefusal('request.invalid', 'there is no such version')
  return id
}

function paramOf({ params }: FastifyRequest, name: string): string {
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined
  return typeof value === 'string' ? value : ''
}

function queryOf({ query }: FastifyRequest, name: string): string | undefined {
  const value: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined
  return value === undefined ? undefined : String(value)
}

/** A whole number of an address. Throws ApiRefusal for what is none, or lies outside. */
function numberOf(text: string, from: number, to: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= from && value <= to)) throw outside(from, to)
  return value
}

function pageOf(records: readonly BatchRecord[]): readonly BatchRecord[] {
  let bytes = 0
  const end = records.findIndex(({ ops }, i) => {
    bytes += ops.length
    return i > 0 && bytes > LIMITS.tailBytes
  })
  return end < 0 ? records : records.slice(0, end)
}
