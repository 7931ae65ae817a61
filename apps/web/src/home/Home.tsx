'use client'

import type { BoardSummary } from '@inkwire/protocol'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { PersonButton } from '../person/PersonButton.tsx'
import { ThemeSwitch } from '../theme/ThemeSwitch.tsx'
import { Button } from '../ui/Button.tsx'
import { Toasts, useToasts } from '../ui/Toasts.tsx'
import { BoardCard } from './BoardCard.tsx'
import { useBoards } from './boards.ts'
import { DeleteDialog } from './DeleteDialog.tsx'
import { NewBoardCard } from './NewBoardCard.tsx'
import { Wordmark } from './Wordmark.tsx'

/** My boards. */
export function Home() {
  const [state, actions] = useBoards()
  const [deleting, setDeleting] = useState<BoardSummary | null>(null)
  const [creating, setCreating] = useState(false)
  const toasts = useToasts()
  const router = useRouter()

  const create = async () => {
    setCreating(true)
    const reply = await actions.create()
    if (reply.ok) return router.push(reply.body)
    setCreating(false)
    toasts.show({ text: reply.message })
  }

  const told = (problem: string | null) => {
    if (problem) toasts.show({ text: problem })
    return problem === null
  }

  return (
    <div className="mx-auto flex min-h-dvh max-w-[1168px] flex-col px-6 pb-16 max-sm:px-4">
      <header className="flex h-16 items-center gap-3">
        <Wordmark />
        <div className="ml-auto flex items-center gap-3">
          <ThemeSwitch />
          {/* Keeps its place while I'm not known yet. */}
          <div className="flex min-w-10 justify-end sm:min-w-36 pointer-coarse:min-w-11">
            {state.kind === 'shown' && <PersonButton person={state.person} onSaved={actions.setPerson} />}
          </div>
        </div>
      </header>
      <main className="pt-6">
        <h1 className="mb-5 text-title font-semibold">Boards</h1>
        {state.kind === 'failed' ? (
          <div className="flex flex-col items-start gap-4">
            <p>{state.message}</p>
            <Button onClick={actions.reload}>Try again</Button>
          </div>
        ) : (
          <ul
            className="grid grid-cols-[repeat(auto-fill,minmax(min(240px,100%),1fr))] gap-5"
            aria-busy={state.kind === 'loading'}
          >
            <li>
              <NewBoardCard disabled={state.kind === 'loading' || creating} onCreate={create} />
            </li>
            {state.kind === 'loading'
              ? [0, 1, 2].map((card) => <LoadingCard key={card} />)
              : state.boards.map((board) => (
                  <li key={board.id}>
                    <BoardCard
                      board={board}
                      onRename={async (name) => told(await actions.rename(board.id, name))}
                      onDelete={() => setDeleting(board)}
                    />
                  </li>
                ))}
          </ul>
        )}
        {state.kind === 'shown' && state.boards.length === 0 && (
          <p className="mt-5 text-muted">Your boards will be here. Share a board's link, and others draw with you.</p>
        )}
      </main>
      {deleting && (
        <DeleteDialog
          name={deleting.name}
          onClose={() => setDeleting(null)}
          onDelete={async () => {
            if (told(await actions.remove(deleting.id))) toasts.show({ text: `"${deleting.name}" was deleted.` })
            setDeleting(null)
          }}
        />
      )}
      <div className="fixed bottom-edge left-edge z-20">
        <Toasts toasts={toasts} />
      </div>
    </div>
  )
}

function LoadingCard() {
  return (
    <li aria-hidden="true">
      <div className="aspect-[16/10] rounded-panel bg-sunken" />
      <div className="mt-3 h-3.5 w-2/5 rounded bg-sunken" />
      <div className="mt-2.5 h-3 w-1/4 rounded bg-sunken" />
    </li>
  )
}
