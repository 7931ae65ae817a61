import { type BoardId, boardId, type Person, personId } from '@inkwire/board'
import type { BoardBody, BoardChange, BoardsBody, PersonChange, SessionBody, TrashBody } from '@inkwire/protocol'
import * as z from 'zod/mini'

/** What a request came to. `code` is the server's; `unreachable` is ours, for when no answer came that we understand. */
export type Reply<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly code: string; readonly message: string }

const person: z.ZodMiniType<Person> = z.object({ id: personId, name: z.string(), color: z.string() })
export const sessionBody: z.ZodMiniType<SessionBody> = z.object({ person: z.nullable(person) })
const summary = z.object({
  id: boardId,
  name: z.string(),
  role: z.enum(['owner', 'editor', 'commenter', 'viewer']),
  createdAt: z.number(),
  editedAt: z.number(),
})
const boardsBody: z.ZodMiniType<BoardsBody> = z.object({
  boards: z.array(
    z.extend(summary, { starred: z.boolean(), folder: z.nullable(z.string()), openedAt: z.nullable(z.number()) }),
  ),
  folders: z.array(z.object({ id: z.string(), name: z.string() })),
})
const trashBody: z.ZodMiniType<TrashBody> = z.object({
  boards: z.array(z.extend(summary, { deletedAt: z.number(), expiresAt: z.number() })),
})
const boardBody: z.ZodMiniType<BoardBody> = z.object({ board: summary, key: z.optional(z.string()) })
const refusalBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
const anything = z.unknown()

/** Who am I? */
export const getSession = () => request('GET', '/session', sessionBody)

/** Makes a guest, with a cookie, where there is no session yet. */
export const makeSession = () => request('POST', '/session', sessionBody)

export const changePerson = (change: PersonChange) => request('PATCH', '/session', sessionBody, change)

/** My boards, newest edit first, and my folders. */
export const listBoards = () => request('GET', '/boards', boardsBody)

export const createBoard = (change: BoardChange) => request('POST', '/boards', boardBody, change)

/** A board, with its link's key where I may hand it on. */
export const getBoard = (id: BoardId) => request('GET', `/boards/${id}`, boardBody)

export const renameBoard = (id: BoardId, change: BoardChange) => request('PATCH', `/boards/${id}`, boardBody, change)

/** A copy of all that is on a board, mine. */
export const duplicateBoard = (id: BoardId) => request('POST', `/boards/${id}/duplicate`, boardBody)

/** Moves a board of mine into the trash. */
export const trashBoard = (id: BoardId) => request('DELETE', `/boards/${id}`, anything)

/** My boards in the trash, the last one thrown away first. */
export const listTrash = () => request('GET', '/boards?trash=1', trashBody)

/** Takes a board out of the trash. */
export const restoreBoard = (id: BoardId) => request('POST', `/boards/${id}/restore`, boardBody)

/** Deletes a board in the trash for good. */
export const deleteBoard = (id: BoardId) => request('DELETE', `/boards/${id}?forever=1`, anything)

/** Me; a guest is made where there is no session. */
export async function ensurePerson(): Promise<Reply<Person>> {
  for (const ask of [getSession, makeSession]) {
    const reply = await ask()
    if (!reply.ok) return reply
    if (reply.body.person) return { ok: true, body: reply.body.person }
  }
  return unreachable
}

const unreachable = {
  ok: false,
  code: 'unreachable',
  message: "The server can't be reached. Check the connection, then try again.",
} as const

/** Asks the API; `path` is what follows /api/v1. Never rejects. */
export async function request<Body>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  schema: z.ZodMiniType<Body>,
  content?: object,
): Promise<Reply<Body>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(content && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }),
    })
    const text = await response.text()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    if (!response.ok) return { ok: false, ...refusalBody.parse(body).error }
    return { ok: true, body: schema.parse(body) }
  } catch {
    // No connection, or an answer by somebody else than our server (a proxy's page, for example).
    return unreachable
  }
}
