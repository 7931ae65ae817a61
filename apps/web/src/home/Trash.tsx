'use client'

import type { TrashedBoard } from '@inkwire/protocol'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useToasts } from '../ui/Toasts.tsx'
import type { Problem } from './boards.ts'
import { CardGrid, LoadingCards } from './CardGrid.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import { Failed } from './Failed.tsx'
import { HomeFrame } from './HomeFrame.tsx'
import { TrashCard } from './TrashCard.tsx'
import { useTrashed } from './trashed.ts'

/** My boards that were thrown away: they can be had back, or deleted for ever. */
export function Trash() {
  const [state, actions] = useTrashed()
  const [deleting, setDeleting] = useState<TrashedBoard | null>(null)
  const toasts = useToasts()
  const router = useRouter()

  const told = (problem: Problem) => {
    if (problem) toasts.show({ text: problem })
    return problem === null
  }

  const restore = async ({ id, name }: TrashedBoard) => {
    if (!told(await actions.restore(id))) return
    toasts.show({ text: `"${name}" is back.`, action: { text: 'Open', run: () => router.push(`/b/${id}`) } })
  }

  return (
    <HomeFrame
      title="Trash"
      other={{ title: 'Boards', href: '/' }}
      person={state.kind === 'shown' ? state.person : undefined}
      onPerson={actions.setPerson}
      toasts={toasts}
    >
      {state.kind === 'failed' && <Failed message={state.message} onRetry={actions.reload} />}
      {state.kind === 'shown' && state.boards.length === 0 && (
        <p className="text-muted">The trash is empty. Boards that you delete wait here.</p>
      )}
      {(state.kind === 'loading' || (state.kind === 'shown' && state.boards.length > 0)) && (
        <CardGrid busy={state.kind === 'loading'}>
          {state.kind === 'loading' && <LoadingCards count={4} />}
          {state.kind === 'shown' &&
            state.boards.map((board) => (
              <li key={board.id}>
                <TrashCard board={board} onRestore={() => restore(board)} onDelete={() => setDeleting(board)} />
              </li>
            ))}
        </CardGrid>
      )}
      {deleting && (
        <DeleteDialog
          name={deleting.name}
          onClose={() => setDeleting(null)}
          onDelete={async () => {
            told(await actions.remove(deleting.id))
            setDeleting(null)
          }}
        />
      )}
    </HomeFrame>
  )
}
