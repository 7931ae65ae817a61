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
import { ApiRefusal, callerOf, type Entry, entryOf } from './caller.ts'
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
    const person = callerOf(request)
    const change = boardChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid', 'a board has a name of 1 to 200 characters')
    const made = await database.$transaction((transaction) =>
      makeBoard(transaction, secrets, { name: change.data.name, owner: person.id, head: 0 }),
    )
    if (!made) throw tooManyBoards()
    reply.status(201)
    return newBoardBody(made)
  })

  app.get('/api/v1/boards/:id', async (request): Promise<BoardBody> => {
    return body(entryOf(request))
  })

  app.post('/api/v1/boards/:id/open', async (request): Promise<BoardBody> => {
    const person = callerOf(request)
    const parsed = boardKey.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('request.invalid')
    const board = boardOf(request.params)
    const { key, password } = parsed.data
    if (password !== undefined && !(tries.take(person.id) && triesOfBoard.take(board))) {
      throw new ApiRefusal('account.attempts')
    }
    return body({ board, role: await roleOn(access, board, person.id, key, password) })
  })

  app.patch('/api/v1/boards/:id', async (request): Promise<BoardBody> => {
    const { board, role } = entryOf(request)
    const change = boardChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid', 'a board has a name of 1 to 200 characters')
    await database.board.update({ where: { id: board }, data: { name: change.data.name } })
    gateway.boardRenamed(board, change.data.name)
    return body({ board, role })
  })

  app.delete('/api/v1/boards/:id', async (request, reply) => {
    const { board, person, trashed } = entryOf(request)
    if (isSet(request, 'forever')) {
      if (!(await trash.remove(board, person.id))) {
        throw new ApiRefusal('request.invalid', 'only what is in the trash is deleted for good')
      }
    } else {
      if (trashed) throw new ApiRefusal('board.unknown')
      await trash.discard(board)
    }
    gateway.accessChanged(board)
    return reply.status(204).send()
  })

  app.post('/api/v1/boards/:id/restore', async (request): Promise<BoardBody> => {
    const { board, person, role } = entryOf(request)
    if (await trash.restore(board, person.id)) gateway.accessChanged(board)
    return body({ board, role })
  })

  async function body({ board, role }: Pick<Entry, 'board' | 'role'>): Promise<BoardBody> {
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

export const tooManyBoards = (): ApiRefusal => new ApiRefusal('boards.too_many', `${LIMITS.boardsPerPerson} at most`)

/** The board that a request's parameters name. Throws ApiRefusal for what is no id: no such board. */
export function boardOf(params: unknown): BoardId {
  const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined
  const parsed = boardId.safeParse(id)
  if (!parsed.success) throw new ApiRefusal('board.unknown')
  return parsed.data
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
