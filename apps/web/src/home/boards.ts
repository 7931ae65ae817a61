import type { BoardId, Person } from '@inkwire/board'
import { type BoardSummary, type Folder, LIMITS, type ListedBoard, type PlaceChange } from '@inkwire/protocol'
import type { KnownBoard } from '@inkwire/sync'
import { useEffect } from 'react'
import { onGone, settleKeeper } from '../account/keeper.ts'
import {
  createBoard,
  duplicateBoard,
  ensurePerson,
  getSession,
  listBoards,
  type Reply,
  renameBoard,
  restoreBoard,
  trashBoard,
} from '../api.ts'
import { useReturn } from '../offline/return.ts'
import { useLoaded } from '../ui/loaded.ts'
import { arrangeBoard, createFolder, removeFolder, renameFolder } from './places-api.ts'

/** What the home page shows. */
export type Boards =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** The server can't be reached: these open all the same. */
  | { readonly kind: 'kept'; readonly boards: readonly KnownBoard[] }
  | {
      readonly kind: 'shown'
      readonly person: Person | null
      readonly boards: readonly ListedBoard[]
      readonly folders: readonly Folder[]
    }

/** What went wrong, as a sentence; null: nothing. */
export type Problem = string | null

export interface BoardsActions {
  readonly reload: () => void
  readonly setPerson: (person: Person) => void
  readonly rename: (id: BoardId, name: string) => Promise<Problem>
  readonly duplicate: (id: BoardId) => Promise<Problem>
  /** Into the trash. */
  readonly remove: (id: BoardId) => Promise<Problem>
  /** Out of the trash again. */
  readonly restore: (id: BoardId) => Promise<Problem>
  /** Makes a guest where there is nobody yet, then a board, in one of my folders; answers with its address. */
  readonly create: (folder: string | null) => Promise<Reply<string>>
  /** Stars it, or puts it into a folder: for me only. */
  readonly arrange: (id: BoardId, place: Pick<PlaceChange, 'starred' | 'folder'>) => Promise<Problem>
  readonly newFolder: (name: string) => Promise<Reply<Folder>>
  readonly renameFolder: (id: string, name: string) => Promise<Problem>
  /** Its boards stay. */
  readonly removeFolder: (id: string) => Promise<Problem>
}

/** My boards, and what I can do with them. */
export function useBoards(): readonly [Boards, BoardsActions] {
  const [state, setState, again] = useLoaded<Boards>(load, { kind: 'loading' })

  const change = (boards: (before: readonly ListedBoard[]) => readonly ListedBoard[]) =>
    setState((before) => (before.kind === 'shown' ? { ...before, boards: boards(before.boards) } : before))

  const changeFolders = (folders: (before: readonly Folder[]) => readonly Folder[]) =>
    setState((before) => (before.kind === 'shown' ? { ...before, folders: byName(folders(before.folders)) } : before))

  /** Shows a board in its place, instead of what was shown of it. */
  const put = (board: BoardSummary) =>
    change((boards) => {
      const before = boards.find(({ id }) => id === board.id)
      const listed = { starred: false, folder: null, openedAt: null, ...before, ...board }
      return newestFirst([listed, ...boards.filter(({ id }) => id !== board.id)])
    })

  const putReply = (reply: Awaited<ReturnType<typeof duplicateBoard>>): Problem => {
    if (!reply.ok) return reply.message
    put(reply.body.board)
    return null
  }

  useEffect(() => onGone(() => window.location.reload()), [])
  useReturn(state.kind === 'kept' || state.kind === 'failed', again)

  return [
    state,
    {
      reload: () => {
        setState({ kind: 'loading' })
        again()
      },
      setPerson: (person) => setState((before) => (before.kind === 'shown' ? { ...before, person } : before)),
      rename: async (id, name) => putReply(await renameBoard(id, { name: name.slice(0, LIMITS.nameCharacters) })),
      duplicate: async (id) => putReply(await duplicateBoard(id)),
      remove: async (id) => {
        const reply = await trashBoard(id)
        // Gone already is as good.
        if (!reply.ok && reply.code !== 'board.unknown') return reply.message
        change((boards) => boards.filter((board) => board.id !== id))
        return null
      },
      restore: async (id) => putReply(await restoreBoard(id)),
      arrange: async (id, place) => {
        const reply = await arrangeBoard(id, place)
        if (!reply.ok) return reply.message
        change((boards) => boards.map((board) => (board.id === id ? { ...board, ...place } : board)))
        return null
      },
      newFolder: async (name) => {
        const reply = await createFolder({ name })
        if (!reply.ok) return reply
        changeFolders((folders) => [...folders, reply.body.folder])
        return { ok: true, body: reply.body.folder }
      },
      renameFolder: async (id, name) => {
        const reply = await renameFolder(id, { name })
        if (!reply.ok) return reply.message
        changeFolders((folders) => folders.map((folder) => (folder.id === id ? reply.body.folder : folder)))
        return null
      },
      removeFolder: async (id) => {
        const reply = await removeFolder(id)
        // Gone already is as good.
        if (!reply.ok && reply.code !== 'folder.unknown') return reply.message
        changeFolders((folders) => folders.filter((folder) => folder.id !== id))
        change((boards) => boards.map((board) => (board.folder === id ? { ...board, folder: null } : board)))
        return null
      },
      create: async (folder) => {
        const me = await ensurePerson()
        if (!me.ok) return me
        const reply = await createBoard({ name: 'Untitled' })
        if (!reply.ok) return reply
        const { board, key } = reply.body
        // Without it, it is there all the same.
        if (folder !== null) await arrangeBoard(board.id, { folder })
        return { ok: true, body: `/b/${board.id}${key ? `#${key}` : ''}` }
      },
    },
  ]
}

const byName = (folders: readonly Folder[]) => [...folders].sort((a, b) => a.name.localeCompare(b.name))

const newestFirst = (boards: readonly ListedBoard[]) => [...boards].sort((a, b) => b.editedAt - a.editedAt)

async function load(): Promise<Boards> {
  const session = await getSession()
  if (!session.ok) return withoutServer(session.message)
  const { person } = session.body
  await settleKeeper(person)
  // A mere visit makes no guest, and nobody has no boards.
  if (!person) return { kind: 'shown', person, boards: [], folders: [] }
  const boards = await listBoards()
  if (!boards.ok) return withoutServer(boards.message)
  return { kind: 'shown', person, ...boards.body }
}

async function withoutServer(message: string): Promise<Boards> {
  // Only now: what is not needed otherwise, the page need not load.
  const { indexedDbCopies } = await import('@inkwire/sync')
  const copies = indexedDbCopies()
  const boards = await copies.list()
  copies.release()
  return boards.length > 0 ? { kind: 'kept', boards } : { kind: 'failed', message }
}
