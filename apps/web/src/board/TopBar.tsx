import type { BoardId } from '@inkwire/board'
import type { Editor, EditorState } from '@inkwire/canvas'
import { mayEdit } from '@inkwire/protocol'
import type { ClientState } from '@inkwire/sync'
import { House } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { duplicateBoard } from '../api.ts'
import { IconButton } from '../ui/IconButton.tsx'
import type { ToastsControl } from '../ui/Toasts.tsx'
import { BoardMenu } from './BoardMenu.tsx'
import { BoardName } from './BoardName.tsx'
import { FloatingPanel } from './FloatingPanel.tsx'
import { People } from './People.tsx'
import { SaveState } from './SaveState.tsx'
import { ShareButton } from './ShareButton.tsx'
import { useShareLink } from './share-link.ts'

interface TopBarProps {
  readonly board: BoardId
  readonly state: ClientState
  readonly editor: Editor
  readonly editorState: EditorState
  readonly toasts: ToastsControl
  readonly onPerson: () => void
  /** Shows what was refused. */
  readonly onRefused: () => void
  /** Who may do what here. */
  readonly onSharing: () => void
}

/** Two panels in the upper corners; on a narrow screen one bar of 48 px. */
export function TopBar({ board, state, editor, editorState, toasts, onPerson, onRefused, onSharing }: TopBarProps) {
  const router = useRouter()
  const share = useShareLink(board, state.role, toasts)
  const goHome = () => router.push('/')

  const duplicate = async () => {
    const reply = await duplicateBoard(board)
    if (!reply.ok) return toasts.show({ text: reply.message })
    router.push(`/b/${reply.body.board.id}${reply.body.key ? `#${reply.body.key}` : ''}`)
  }

  return (
    <header className="pointer-events-none absolute inset-x-edge top-edge z-20 flex items-start justify-between gap-3 max-sm:pointer-events-auto max-sm:inset-x-0 max-sm:top-0 max-sm:h-[calc(48px+env(safe-area-inset-top))] max-sm:items-end max-sm:gap-1 max-sm:border-b max-sm:border-line max-sm:bg-panel max-sm:px-1 max-sm:pb-0.5">
      <FloatingPanel className="flex min-w-0 items-center max-sm:flex-1 max-sm:border-0 max-sm:p-0 max-sm:shadow-none">
        <IconButton title="Home" icon={House} tip="below-right" onClick={goHome} />
        <div className="flex min-w-0 items-center max-sm:h-11 max-sm:flex-col max-sm:items-start max-sm:justify-center">
          <BoardName board={board} name={state.name} fixed={!state.role || !mayEdit(state.role)} toasts={toasts} />
          <SaveState state={state} onRefused={onRefused} />
        </div>
      </FloatingPanel>
      <FloatingPanel className="flex shrink-0 items-center gap-1 max-sm:border-0 max-sm:p-0 max-sm:shadow-none">
        <People state={state} onMe={onPerson} />
        {/* Whoever can't let others in hands on the address that they came with. */}
        <ShareButton disabled={!state.role} onShare={state.role && mayEdit(state.role) ? onSharing : share} />
        <BoardMenu
          editor={editor}
          state={editorState}
          opened={state.role !== null}
          onPerson={onPerson}
          onShare={share}
          onDuplicate={duplicate}
          onHome={goHome}
        />
      </FloatingPanel>
    </header>
  )
}
