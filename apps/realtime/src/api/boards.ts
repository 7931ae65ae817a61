import type { BoardId, PersonId } from '@inkwire/board'
import {
  type BoardBody,
  type BoardsBody,
  boardChange,
  boardId,
  boardKey,
  LIMITS,
  mayEdit,
  type Role,
  type TrashBody,
} from '@inkwire/protocol'
import type { FastifyRequest } from 'fastify'
import type { Access } from '../access/access.ts'
import { boardsOf, trashOf } from '../boards/board-list.ts'
import { makeBoard, type NewBoard } from '../boards/new-board.ts'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { ApiRefusal, caller } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/boards: my boards, those in the trash, a new one, one by its id. */
export const boards: Route = (app, { database, accounts, access, secrets, trash, places, gateway }) => {
  const tries = new TokenBuckets(LIMITS.linkPasswordsPerMinute / 60, LIMITS.linkPasswordsPerMinute)
  const ofBoard = LIMITS.linkPasswordsPerMinuteAndBoard
  const triesOfBoard = new TokenBuckets(ofBoard / 60, ofBoard)

  app.get('/api/v1/boards', async (request): Promise<BoardsBody | TrashBody> => {
    const signedIn = await accounts.signedIn(request.headers)
    if (!signedIn) return { boards: [], folders: [] }
    const person = signedIn.person.id
    if (isSet(request, 'trash')) return { boards: await trashOf(database, person) }
    return { boards: await boardsOf(database, person), folders: await places.folders(person) }
  })

  app.post('/api/v1/boards', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    const change = boardChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid', 'a board has a name of 1 to 200 characters')
    const made = await database.$transaction((transaction) =>
      makeBoard(transaction, secrets, { name: change.data.name, owner: person.id, head: 0 }),
    )
    if (!made) throw tooManyBoards()
    reply.status(201)
    return newBoardBody(made)
  })

  app.get('/api/v1/boards/:id', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    return body(boardOf(request.params), person.id)
  })

  app.post('/api/v1/boards/:id/open', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    const parsed = boardKey.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('request.invalid')
    const board = boardOf(request.params)
    const { key, password } = parsed.data
    if (password !== undefined && !(tries.take(person.id) && triesOfBoard.take(board)))
      throw new ApiRefusal('account.attempts')
    await roleOn(access, board, person.id, key, password)
    return body(board, person.id)
  })

  app.patch('/api/v1/boards/:id', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    const board = boardOf(request.params)
    const change = boardChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid', 'a board has a name of 1 to 200 characters')
    if (!mayEdit(await roleOn(access, board, person.id))) throw new ApiRefusal('access.denied')
    await database.board.update({ where: { id: board }, data: { name: change.data.name } })
    gateway.boardRenamed(board, change.data.name)
    return body(board, person.id)
  })

  app.delete('/api/v1/boards/:id', async (request, reply) => {
    const person = await caller(accounts, request, reply)
    const board = boardOf(request.params)
    if (isSet(request, 'forever')) {
      if (!(await trash.remove(board, person.id))) {
        await ownerOf(access, board, person.id)
        throw new ApiRefusal('request.invalid', 'only what is in the trash is deleted for good')
      }
    } else {
      await ownerOf(access, board, person.id)
      await trash.discard(board)
    }
    gateway.accessChanged(board)
    return reply.status(204).send()
  })

  app.post('/api/v1/boards/:id/restore', async (request, reply): Promise<BoardBody> => {
    const person = await caller(accounts, request, reply)
    const board = boardOf(request.params)
    if (await trash.restore(board, person.id)) gateway.accessChanged(board)
    else await ownerOf(access, board, person.id)
    return body(board, person.id)
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

/** Whether a request asks for something in its address, as in ?trash=1. */
function isSet({ query }: FastifyRequest, name: string): boolean {
  return typeof query === 'object' && query !== null && Reflect.get(query, name) === '1'
}

/** The answer to whoever has made a board. */
export function newBoardBody({ row, key }: NewBoard): BoardBody {
  const at = row.createdAt.getTime()
  return { board: { id: boardOf(row), name: row.name, role: 'owner', createdAt: at, editedAt: at }, key }
}

export const tooManyBoards = (): ApiRefusal =>
  new ApiRefusal('rate.limited', `a person has ${LIMITS.boardsPerPerson} boards at most`)

/** The board that a request's parameters name. Throws ApiRefusal for what is no id: no such board. */
export function boardOf(params: unknown): BoardId {
  const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined
  const parsed = boardId.safeParse(id)
  if (!parsed.success) throw new ApiRefusal('board.unknown')
  return parsed.data
}

/** Throws ApiRefusal unless a person owns a board. */
export async function ownerOf(access: Access, board: BoardId, person: PersonId): Promise<void> {
  if ((await roleOn(access, board, person)) !== 'owner') throw new ApiRefusal('access.denied', 'only its owner may')
}

const NO_ROLE = { unknown: 'board.unknown', denied: 'access.denied', password: 'access.password' } as const

/** The role of a person on a board. Throws ApiRefusal when there is no such board, or no role. */
export async function roleOn(
  access: Access,
  board: BoardId,
  person: PersonId,
  key?: string,
  password?: string,
): Promise<Role> {
  const found = await access.find(board, person, key, password)
  if (found.kind === 'granted') return found.role
  throw new ApiRefusal(NO_ROLE[found.kind])
}
