import type { BoardId } from '@inkwire/board'
import type { Editor } from '@inkwire/canvas'
import type { BoardClient } from '@inkwire/sync'
import { useEffect } from 'react'
import { BoardScreen } from './BoardScreen.tsx'
import type { Asked } from './commands.ts'
import { RefusedPage } from './RefusedPage.tsx'
import { useClientState } from './state.ts'

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
  const { client } = props
  const { phase, problem } = useClientState(client)

  useEffect(() => {
    window.inkwire = { head: () => client.head() }
    return () => {
      delete window.inkwire
    }
  }, [client])

  if (phase === 'refused') return <RefusedPage problem={problem} />
  return <BoardScreen {...props} />
}
