import { randomBytes } from 'node:crypto'
import type { BoardId, PersonId } from '@inkwire/board'
import {
  type BoardBody,
  type BoardSummary,
  type BoardsBody,
  boardChange,
  boardId,
  boardKey,
  LIMITS,
  mayEdit,
  type Role,
} from '@inkwire/protocol'
import type { FastifyRequest } from 'fastify'
import { nanoid } from 'nanoid'
import { type Access, roleOf } from '../access/access.ts'
import { ApiRefusal, caller } from './caller.ts'
import type { Route } from './route.ts'

/** Boards in one answer of the list. */
const LISTED = 500

/** /api/v1/boards: my boards, a new one, one by its id. */
export const boards: Route = (app, { database, accounts, access, secrets, gateway }) => {
  app.get('/api/v1/boards', async (request): Promise<BoardsBody> => {
    const signedIn = await accounts.signedIn(request.headers)
    if (!signedIn) return { boards: [] }
    const person = signedIn.person.id
    const rows = await database.board.findMany({
      where: {
        deletedAt: null,
        OR: [
          { ownerId: person },
          { members: { some: { personId: person } } },
          { grants: { some: { personId: person } } },
        ],
      },
      include: { members: { where: { personId: person } }, grants: { where: { personId: person } } },
      orderBy: { createdAt: 'desc' },
      take: LISTED,
    })
    const heads = await database.boardHead.findMany({ where: { board: { in: rows.map((row) => row.id) } } })
    const editedAt = new Map(heads.map((head) => [head.board, head.editedAt.getTime()]))
    const summaries = rows.flatMap((row): BoardSummary[] => {
      const role = roleOf(row, person)
      const createdAt = row.createdAt.getTime()
      return role
        ? [{ id: row.id as BoardId, name: row.name, role, createdAt, editedAt: editedAt.get(row.id) ?? createdAt }]
        : []
    })
    return { boards: summaries.sort((a, b) => b.editedAt - a.editedAt) }
  })

  app.post('/api/v1/boards', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    const change = boardChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid', 'a board has a name of 1 to 200 characters')
    const owned = await database.board.count({ where: { ownerId: person.id, deletedAt: null } })
    if (owned >= LIMITS.boardsPerPerson)
      throw new ApiRefusal('rate.limited', `a person has ${LIMITS.boardsPerPerson} boards at most`)
    const id = nanoid() as BoardId
    const key = secrets.newLinkKey()
    const epoch = randomBytes(16).toString('base64url')
    const [row] = await database.$transaction([
      database.board.create({
        data: { id, name: change.data.name, ownerId: person.id, linkKey: secrets.sealLinkKey(key) },
      }),
      database.boardHead.create({ data: { board: id, epoch } }),
    ])
    const at = row.createdAt.getTime()
    reply.status(201)
    return { board: { id, name: row.name, role: 'owner', createdAt: at, editedAt: at }, key }
  })

  app.get('/api/v1/boards/:id', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    return body(boardOf(request), person.id)
  })

  app.post('/api/v1/boards/:id/open', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    const parsed = boardKey.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('request.invalid')
    const board = boardOf(request)
    await roleOn(access, board, person.id, parsed.data.key)
    return body(board, person.id)
  })

  app.patch('/api/v1/boards/:id', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    const board = boardOf(request)
    const change = boardChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid', 'a board has a name of 1 to 200 characters')
    if (!mayEdit(await roleOn(access, board, person.id))) throw new ApiRefusal('access.denied')
    await database.board.update({ where: { id: board }, data: { name: change.data.name } })
    gateway.boardRenamed(board, change.data.name)
    return body(board, person.id)
  })

  app.delete('/api/v1/boards/:id', async (request, reply) => {
    const person = await caller(accounts, request, reply)
    const board = boardOf(request)
    if ((await roleOn(access, board, person.id)) !== 'owner')
      throw new ApiRefusal('access.denied', 'only its owner deletes a board')
    await database.$transaction([
      // Locks the head first, as a commit does: a batch that was checked before comes back for a new check.
      database.boardHead.update({ where: { board }, data: { accessVersion: { increment: 1 } } }),
      database.board.update({ where: { id: board }, data: { deletedAt: new Date() } }),
    ])
    gateway.accessChanged(board)
    return reply.status(204).send()
  })

  async function body(board: BoardId, person: PersonId): Promise<BoardBody> {
    const role = await roleOn(access, board, person)
    const row = await database.board.findUnique({ where: { id: board } })
    const head = await database.boardHead.findUnique({ where: { board } })
    if (!row || !head) throw new ApiRefusal('board.unknown')
    return {
      board: { id: board, name: row.name, role, createdAt: row.createdAt.getTime(), editedAt: head.editedAt.getTime() },
      ...(mayEdit(role) ? { key: secrets.openLinkKey(row.linkKey) } : {}),
    }
  }
}

/** The board that a request is about. Throws ApiRefusal for what is no id: no such board. */
export function boardOf(request: FastifyRequest): BoardId {
  const params = request.params
  const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined
  const parsed = boardId.safeParse(id)
  if (!parsed.success) throw new ApiRefusal('board.unknown')
  return parsed.data
}

/** The role of a person on a board. Throws ApiRefusal when there is no such board, or no role. */
export async function roleOn(access: Access, board: BoardId, person: PersonId, key?: string): Promise<Role> {
  const found = await access.find(board, person, key)
  if (found.kind === 'granted') return found.role
  throw new ApiRefusal(found.kind === 'unknown' ? 'board.unknown' : 'access.denied')
}
