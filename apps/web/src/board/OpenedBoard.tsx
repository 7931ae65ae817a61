import type { BoardId } from '@inkwire/board'
import type { Editor } from '@inkwire/canvas'
import type { BoardClient } from '@inkwire/sync'
import { useEffect } from 'react'
import { lazily } from '../ui/lazily.tsx'
import { BoardScreen } from './BoardScreen.tsx'
import type { Asked } from './commands.ts'
import { useClientState } from './state.ts'

const RefusedPage = lazily(() => import('./RefusedPage.tsx').then((module) => module.RefusedPage))

export interface OpenedBoardProps {
  readonly board: BoardId
  readonly client: BoardClient
  readonly editor: Editor
  /** The dialog that is open. */
  readonly asked: Asked | null
  readonly onAsk: (what: Asked | null) => void
}

declare global {
  interface Window {
    /** For scripts and tests: what this page has of its board. */
    inkwire?: { readonly head: () => ReturnType<BoardClient['head']> }
  }
}

/** A board that has a client: the editor, or why there is none. */
export function OpenedBoard(props: OpenedBoardProps) {
  const { board, client } = props
  const { phase, problem, refused } = useClientState(client)

  useEffect(() => {
    window.inkwire = { head: () => client.head() }
    return () => {
      delete window.inkwire
    }
  }, [client])

  if (phase === 'refused') return <RefusedPage board={board} problem={problem} refused={refused} />
  return <BoardScreen {...props} />
}
