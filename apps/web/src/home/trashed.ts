import type { BoardId, Person } from '@inkwire/board'
import type { TrashedBoard } from '@inkwire/protocol'
import { deleteBoard, getSession, listTrash, type Reply, restoreBoard } from '../api.ts'
import { useReturn } from '../offline/return.ts'
import { useLoaded } from '../ui/loaded.ts'
import type { Problem } from './boards.ts'

/** What the trash shows. */
export type Trashed =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'shown'; readonly person: Person | null; readonly boards: readonly TrashedBoard[] }

export interface TrashedActions {
  readonly reload: () => void
  readonly setPerson: (person: Person) => void
  readonly restore: (id: BoardId) => Promise<Problem>
  /** For ever. */
  readonly remove: (id: BoardId) => Promise<Problem>
}

/** My boards in the trash, and what I can do with them. */
export function useTrashed(): readonly [Trashed, TrashedActions] {
  const [state, setState, again] = useLoaded<Trashed>(load, { kind: 'loading' })

  const leaves = async (id: BoardId, asked: Promise<Reply<unknown>>): Promise<Problem> => {
    const reply = await asked
    // Gone already is as good.
    if (!reply.ok && reply.code !== 'board.unknown') return reply.message
    setState((before) =>
      before.kind === 'shown' ? { ...before, boards: before.boards.filter((board) => board.id !== id) } : before,
    )
    return null
  }

  useReturn(state.kind === 'failed', again)

  return [
    state,
    {
      reload: () => {
        setState({ kind: 'loading' })
        again()
      },
      setPerson: (person) => setState((before) => (before.kind === 'shown' ? { ...before, person } : before)),
      restore: (id) => leaves(id, restoreBoard(id)),
      remove: (id) => leaves(id, deleteBoard(id)),
    },
  ]
}

async function load(): Promise<Trashed> {
  const session = await getSession()
  if (!session.ok) return { kind: 'failed', message: session.message }
  const { person } = session.body
  if (!person) return { kind: 'shown', person, boards: [] }
  const trash = await listTrash()
  if (!trash.ok) return { kind: 'failed', message: trash.message }
  return { kind: 'shown', person, boards: trash.body.boards }
}
