import type { BoardId, Person } from '@inkwire/board'
import { type BoardSummary, LIMITS } from '@inkwire/protocol'
import { useCallback, useEffect, useState } from 'react'
import { createBoard, deleteBoard, ensurePerson, getSession, listBoards, type Reply, renameBoard } from '../api.ts'

/** What the home page shows. */
export type Boards =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'shown'; readonly person: Person | null; readonly boards: readonly BoardSummary[] }

export interface BoardsActions {
  readonly reload: () => void
  readonly setPerson: (person: Person) => void
  /** These answer with a sentence when they failed. */
  readonly rename: (id: BoardId, name: string) => Promise<string | null>
  readonly remove: (id: BoardId) => Promise<string | null>
  /** Makes a guest where there is nobody yet, then a board; answers with its address. */
  readonly create: () => Promise<Reply<string>>
}

/** My boards, and what I can do with them. */
export function useBoards(): readonly [Boards, BoardsActions] {
  const [state, setState] = useState<Boards>({ kind: 'loading' })
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another load
  useEffect(() => {
    let gone = false
    load().then((loaded) => !gone && setState(loaded))
    return () => {
      gone = true
    }
  }, [attempt])

  const change = useCallback((boards: (before: readonly BoardSummary[]) => readonly BoardSummary[]) => {
    setState((before) => (before.kind === 'shown' ? { ...before, boards: boards(before.boards) } : before))
  }, [])

  return [
    state,
    {
      reload: () => {
        setState({ kind: 'loading' })
        setAttempt((count) => count + 1)
      },
      setPerson: (person) => setState((before) => (before.kind === 'shown' ? { ...before, person } : before)),
      rename: async (id, name) => {
        const reply = await renameBoard(id, { name: name.slice(0, LIMITS.nameCharacters) })
        if (!reply.ok) return reply.message
        change((boards) => boards.map((board) => (board.id === id ? { ...board, name: reply.body.board.name } : board)))
        return null
      },
      remove: async (id) => {
        const reply = await deleteBoard(id)
        // Gone already is as good.
        if (!reply.ok && reply.code !== 'board.unknown') return reply.message
        change((boards) => boards.filter((board) => board.id !== id))
        return null
      },
      create: async () => {
        const me = await ensurePerson()
        if (!me.ok) return me
        const reply = await createBoard({ name: 'Untitled' })
        if (!reply.ok) return reply
        const { board, key } = reply.body
        return { ok: true, body: `/b/${board.id}${key ? `#${key}` : ''}` }
      },
    },
  ]
}

async function load(): Promise<Boards> {
  const session = await getSession()
  if (!session.ok) return { kind: 'failed', message: session.message }
  const { person } = session.body
  // A mere visit makes no guest, and nobody has no boards.
  if (!person) return { kind: 'shown', person, boards: [] }
  const boards = await listBoards()
  if (!boards.ok) return { kind: 'failed', message: boards.message }
  return { kind: 'shown', person, boards: boards.body.boards }
}
