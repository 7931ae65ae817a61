import type { BoardId } from '@inkwire/board'
import type { Editor } from '@inkwire/canvas'
import type { BoardClient } from '@inkwire/sync'
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import type { Asked } from '../board/commands.ts'
import type { ToastsControl } from '../ui/Toasts.tsx'
import type { HistoryScreenProps } from './HistoryScreen.tsx'

interface HistoryOptions {
  readonly board: BoardId
  readonly client: BoardClient
  readonly editor: Editor
  readonly name: string
  readonly asked: Asked | null
  readonly onAsk: (what: Asked | null) => void
  readonly toasts: ToastsControl
}

/** What stands in place of the board while its history is looked at, else null. Its code comes first: until then the board stays. */
export function useHistory({ board, client, editor, name, asked, onAsk, toasts }: HistoryOptions): ReactNode {
  const [loaded, setLoaded] = useState<{ readonly Screen: ComponentType<HistoryScreenProps> } | null>(null)
  const [seq, setSeq] = useState<number | undefined>()
  const { show } = toasts

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is asked for starts it
  useEffect(() => {
    if (asked !== 'history' && asked !== 'origin') return
    const away = () => {
      onAsk(null)
      show({ text: 'The history can’t be shown while the server is away.', kind: 'history' })
    }
    if (asked === 'history') {
      import('./HistoryScreen.tsx').then(({ HistoryScreen }) => setLoaded({ Screen: HistoryScreen }), away)
      return
    }
    const [element] = editor.state.selection
    onAsk(null)
    const showHistory = (at: number) => {
      setSeq(at)
      onAsk('history')
    }
    if (element) import('./origin.ts').then(({ tellOrigin }) => tellOrigin(board, element, toasts, showHistory), away)
  }, [asked])

  if (asked !== 'history' || !loaded) return null
  const close = () => {
    setSeq(undefined)
    onAsk(null)
  }
  return (
    <loaded.Screen
      board={board}
      client={client}
      editor={editor}
      name={name}
      seq={seq}
      toasts={toasts}
      onClose={close}
    />
  )
}
