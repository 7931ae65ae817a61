'use client'

import type { BoardSummary } from '@inkwire/protocol'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useToasts } from '../ui/Toasts.tsx'
import { BoardCard } from './BoardCard.tsx'
import { type Problem, useBoards } from './boards.ts'
import { CardGrid, LoadingCards } from './CardGrid.tsx'
import { Failed } from './Failed.tsx'
import { HomeFrame } from './HomeFrame.tsx'
import { KeptBoards } from './KeptBoards.tsx'
import { NewBoardCard } from './NewBoardCard.tsx'
import { SearchField } from './SearchField.tsx'
import { found } from './search.ts'

/** With fewer boards all are seen at once. */
const SEARCH_FROM = 2

/** My boards. */
export function Home() {
  const [state, actions] = useBoards()
  const [creating, setCreating] = useState(false)
  const [typed, setTyped] = useState('')
  const toasts = useToasts()
  const router = useRouter()

  const create = async () => {
    setCreating(true)
    const reply = await actions.create()
    if (reply.ok) return router.push(reply.body)
    setCreating(false)
    toasts.show({ text: reply.message })
  }

  const told = (problem: Problem) => {
    if (problem) toasts.show({ text: problem })
    return problem === null
  }

  const remove = async ({ id, name }: BoardSummary) => {
    if (!told(await actions.remove(id))) return
    const undo = async () => told(await actions.restore(id))
    toasts.show({ text: 'Moved to the trash', kind: `trash ${id} ${name}`, action: { text: 'Undo', run: undo } })
  }

  const all = state.kind === 'shown' ? state.boards : []
  const searchable = all.length >= SEARCH_FROM
  const searching = searchable && typed.trim() !== ''
  const boards = searching ? found(all, typed) : all
  return (
    <HomeFrame
      title="Boards"
      other={{ title: 'Trash', href: '/trash' }}
      person={state.kind === 'shown' ? state.person : undefined}
      onPerson={actions.setPerson}
      toasts={toasts}
      aside={searchable && <SearchField value={typed} onChange={setTyped} />}
    >
      {state.kind === 'failed' && <Failed message={state.message} onRetry={actions.reload} />}
      {state.kind === 'kept' && <KeptBoards boards={state.boards} onRetry={actions.reload} />}
      {(state.kind === 'loading' || state.kind === 'shown') && (
        <CardGrid busy={state.kind === 'loading'}>
          {!searching && (
            <li>
              <NewBoardCard disabled={state.kind === 'loading' || creating} onCreate={create} />
            </li>
          )}
          {state.kind === 'loading' && <LoadingCards count={3} />}
          {boards.map((board) => (
            <li key={board.id}>
              <BoardCard
                board={board}
                onRename={async (name) => told(await actions.rename(board.id, name))}
                onDuplicate={async () => told(await actions.duplicate(board.id))}
                onDelete={() => remove(board)}
              />
            </li>
          ))}
        </CardGrid>
      )}
      <p role="status" className="text-muted not-empty:mt-5">
        {searching && boards.length === 0 && `No board is called "${typed.trim()}".`}
        {state.kind === 'shown' &&
          all.length === 0 &&
          "Your boards will be here. Share a board's link, and others draw with you."}
      </p>
    </HomeFrame>
  )
}
