'use client'

import type { BoardSummary } from '@inkwire/protocol'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { lazily } from '../ui/lazily.tsx'
import { useToasts } from '../ui/Toasts.tsx'
import { arranged, folderOf, folderView } from './arrange.ts'
import { BoardCard } from './BoardCard.tsx'
import { type Problem, useBoards } from './boards.ts'
import { CardGrid, LoadingCards } from './CardGrid.tsx'
import { Failed } from './Failed.tsx'
import type { FolderAsked } from './Folders.tsx'
import { HomeFrame } from './HomeFrame.tsx'
import { KeptBoards } from './KeptBoards.tsx'
import { NewBoardCard } from './NewBoardCard.tsx'
import { SearchField } from './SearchField.tsx'
import { found } from './search.ts'
import { ViewBar } from './ViewBar.tsx'
import { useView } from './view.ts'

const Folders = lazily(() => import('./Folders.tsx').then((module) => module.Folders))

/** With fewer boards all are seen at once. */
const SEARCH_FROM = 2

/** My boards. */
export function Home() {
  const [state, actions] = useBoards()
  const [creating, setCreating] = useState(false)
  const [typed, setTyped] = useState('')
  const [view, setView, sort, setSort] = useView()
  const [asked, setAsked] = useState<FolderAsked | null>(null)
  const toasts = useToasts()
  const router = useRouter()

  const folders = state.kind === 'shown' ? state.folders : []

  const create = async () => {
    setCreating(true)
    const reply = await actions.create(folderOf(view, folders)?.id ?? null)
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
  // A search looks everywhere.
  const shown = arranged(all, searching ? 'all' : view, sort)
  const boards = searching ? found(shown, typed) : shown
  return (
    <HomeFrame
      title="Boards"
      other={{ title: 'Trash', href: '/trash' }}
      person={state.kind === 'shown' ? state.person : undefined}
      onPerson={actions.setPerson}
      toasts={toasts}
      aside={searchable && <SearchField value={typed} onChange={setTyped} />}
    >
      {searchable && !searching && (
        <ViewBar
          view={view}
          sort={sort}
          folders={folders}
          onView={setView}
          onSort={setSort}
          onNewFolder={() => setAsked({ kind: 'new', board: null })}
          onRenameFolder={(folder) => setAsked({ kind: 'rename', folder })}
          onRemoveFolder={async (folder) => {
            if (told(await actions.removeFolder(folder.id))) setView('all')
          }}
        />
      )}
      {state.kind === 'failed' && <Failed message={state.message} onRetry={actions.reload} />}
      {state.kind === 'kept' && <KeptBoards boards={state.boards} onRetry={actions.reload} />}
      {(state.kind === 'loading' || state.kind === 'shown') && (
        <CardGrid busy={state.kind === 'loading'}>
          {!searching && (view === 'all' || view === 'mine' || folderOf(view, folders)) && (
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
                onStar={async () => told(await actions.arrange(board.id, { starred: !board.starred }))}
                onFolder={() => setAsked({ kind: 'choose', board })}
              />
            </li>
          ))}
        </CardGrid>
      )}
      <p role="status" className="text-muted not-empty:mt-5">
        {!searching && all.length > 0 && boards.length === 0 && 'No board is here yet.'}
        {searching && boards.length === 0 && `No board is called "${typed.trim()}".`}
        {state.kind === 'shown' &&
          all.length === 0 &&
          "Your boards will be here. Share a board's link, and others draw with you."}
      </p>
      {asked && (
        <Folders
          asked={asked}
          folders={folders}
          actions={actions}
          told={told}
          onAsk={setAsked}
          onMade={(folder) => setView(folderView(folder))}
        />
      )}
    </HomeFrame>
  )
}
