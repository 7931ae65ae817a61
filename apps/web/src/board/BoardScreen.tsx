import { useEffect, useRef } from 'react'
import { useTheme } from '../theme/theme.ts'
import { Toasts, useToasts } from '../ui/Toasts.tsx'
import { ContextMenu } from './ContextMenu.tsx'
import { EmptyHint } from './EmptyHint.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { HistoryButtons } from './HistoryButtons.tsx'
import type { OpenedBoardProps } from './OpenedBoard.tsx'
import { PersonDialog } from './PersonDialog.tsx'
import { StylePanel } from './StylePanel.tsx'
import { useClientState, useEditorState } from './state.ts'
import { Toolbar } from './Toolbar.tsx'
import { TopBar } from './TopBar.tsx'
import { useBoardToasts } from './toasts.ts'
import { ZoomButtons } from './ZoomButtons.tsx'

/** The whole screen of an open board: the canvas, and the panels that float above it. */
export function BoardScreen({ board, client, editor, asked, onAsk }: OpenedBoardProps) {
  const clientState = useClientState(client)
  const editorState = useEditorState(editor)
  const toasts = useToasts()
  const host = useRef<HTMLDivElement>(null)
  const theme = useTheme()

  useEffect(() => (host.current ? editor.mount(host.current) : undefined), [editor])
  useEffect(() => editor.setTheme(theme), [editor, theme])
  useEffect(() => {
    document.title = clientState.name ? `${clientState.name} · Inkwire` : 'Inkwire'
  }, [clientState.name])
  useBoardToasts(client, clientState, editorState, toasts)

  const close = () => onAsk(null)
  return (
    <main className="fixed inset-0 overflow-hidden bg-canvas select-none">
      <div ref={host} className="absolute inset-0" />
      {editorState.empty && editorState.canEdit && clientState.phase === 'open' && <EmptyHint />}
      <TopBar board={board} state={clientState} editor={editor} toasts={toasts} onPerson={() => onAsk('person')} />
      <StylePanel editor={editor} state={editorState} />
      <Toolbar editor={editor} state={editorState} known={clientState.role !== null} />
      <div className="pointer-events-none absolute bottom-[var(--above-toolbar)] left-[max(var(--edge),env(safe-area-inset-left))] z-10 flex flex-col items-start gap-2">
        <Toasts toasts={toasts} />
        {editorState.canEdit && <HistoryButtons editor={editor} state={editorState} />}
      </div>
      <ZoomButtons editor={editor} zoom={editorState.zoom} />
      <ContextMenu editor={editor} menu={editorState.menu} />
      {asked === 'help' && <HelpDialog commands={editor.commands} onClose={close} />}
      {asked === 'person' && <PersonDialog person={clientState.person} onClose={close} />}
    </main>
  )
}
