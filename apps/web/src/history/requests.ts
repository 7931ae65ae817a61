import { type BoardId, type ElementId, type Epoch, epoch, type Person, personId } from '@inkwire/board'
import {
  type BoardVersion,
  type HistoryBody,
  type NewVersion,
  type OriginBody,
  pastDocumentPath,
  pastRecordsPath,
  unpackRecords,
  type VersionBody,
} from '@inkwire/protocol'
import * as z from 'zod/mini'
import { request } from '../api.ts'
import type { PastSource } from './past.ts'

/** Parts of a timeline: a screen has room for so many. */
const PARTS = 200
/** A document that has not come after so long is asked for again, ms: a connection may be open and dead. */
const PATIENCE_MS = 30_000

const person: z.ZodMiniType<Person> = z.object({ id: personId, name: z.string(), color: z.string() })
const version: z.ZodMiniType<BoardVersion> = z.object({
  id: z.string(),
  seq: z.number(),
  name: z.string(),
  at: z.number(),
  person,
})
const versionBody: z.ZodMiniType<VersionBody> = z.object({ version })
const historyBody: z.ZodMiniType<HistoryBody> = z.object({
  epoch,
  head: z.number(),
  floor: z.number(),
  parts: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      fromAt: z.number(),
      toAt: z.number(),
      people: z.array(personId),
    }),
  ),
  people: z.array(person),
  versions: z.array(version),
})
const deed = z.nullable(z.object({ person, seq: z.number(), at: z.number() }))
const originBody: z.ZodMiniType<OriginBody> = z.object({ made: deed, changed: deed })
const refusalBody = z.object({ error: z.object({ message: z.string() }) })
const anything = z.unknown()

export const getHistory = (board: BoardId) => request('GET', `/boards/${board}/history?parts=${PARTS}`, historyBody)

export const nameVersion = (board: BoardId, body: NewVersion) =>
  request('POST', `/boards/${board}/versions`, versionBody, body)

export const renameVersion = (board: BoardId, id: string, name: string) =>
  request('PATCH', `/boards/${board}/versions/${id}`, versionBody, { name })

export const deleteVersion = (board: BoardId, id: string) =>
  request('DELETE', `/boards/${board}/versions/${id}`, anything)

export const getOrigin = (board: BoardId, element: ElementId) =>
  request('GET', `/boards/${board}/elements/${element}/origin`, originBody)

/** A board's past, as the server has it. Its requests reject with an Error whose message is for people. */
export function serverPast(board: BoardId, epoch: Epoch): PastSource {
  return {
    document: (seq) => bytesAt(pastDocumentPath(board, epoch, seq)),
    records: async (after, limit) => unpackRecords(await bytesAt(pastRecordsPath(board, epoch, after, limit))),
  }
}

async function bytesAt(path: string): Promise<Uint8Array> {
  let problem = "The server can't be reached. It is asked again."
  try {
    const answer = await fetch(path, { credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
    problem = refusalBody.parse(await answer.json()).error.message
  } catch {
    // No connection, or an answer by somebody else than our server (a proxy's page, for example).
  }
  throw new Error(problem)
}
