import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useHistory } from '../history/opening.tsx'
import { useTheme } from '../theme/theme.ts'
import { whenIdle } from '../ui/idle.ts'
import { Toasts, useToasts } from '../ui/Toasts.tsx'
import { Banner } from './Banner.tsx'
import { EmptyHint } from './EmptyHint.tsx'
import { HistoryButtons } from './HistoryButtons.tsx'
import {
  CommandPalette,
  ContextMenu,
  EraseDialog,
  ExportDialog,
  fetchLateParts,
  HelpDialog,
  LinkDialog,
  MinimapPanel,
  PersonDialog,
  RefusedDialog,
  SharingDialog,
} from './late-parts.ts'
import { useLeaveWarning } from './leaving.ts'
import { useMinimap } from './minimap-choice.ts'
import type { OpenedBoardProps } from './OpenedBoard.tsx'
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
  const minimap = useMinimap()

  const history = useHistory({ board, client, editor, name: clientState.name, asked, onAsk, toasts })
  const away = history !== null

  // Before the tools are painted: a key that is pressed as soon as they are seen must not be lost.
  useLayoutEffect(() => (host.current && !away ? editor.mount(host.current) : undefined), [editor, away])
  useEffect(() => editor.setTheme(theme), [editor, theme])
  useEffect(() => {
    document.title = clientState.name ? `${clientState.name} · Inkwire` : 'Inkwire'
  }, [clientState.name])
  useEffect(() => {
    if (clientState.phase !== 'open') return
    return whenIdle(() => {
      editor.fetchRest()
      fetchLateParts()
    })
  }, [editor, clientState.phase])
  const showRefused = useCallback(() => onAsk('refused'), [onAsk])
  useBoardToasts(clientState, editorState, toasts, showRefused)
  useLeaveWarning(clientState)

  if (history) return history
  const close = () => onAsk(null)
  const bare = editorState.empty && !editorState.othersInk
  return (
    <main className="fixed inset-0 overflow-hidden bg-canvas select-none">
      <div ref={host} className="absolute inset-0" />
      {bare && editorState.canEdit && clientState.phase === 'open' && <EmptyHint />}
      <TopBar
        board={board}
        state={clientState}
        editor={editor}
        editorState={editorState}
        toasts={toasts}
        onPerson={() => onAsk('person')}
        onSharing={() => onAsk('share')}
        onRefused={showRefused}
      />
      {clientState.readOnly === 'full' && (
        <Banner>
          The server's disk is full. Nobody can change this board until its operator makes room. What you did is kept
          here.
        </Banner>
      )}
      <StylePanel editor={editor} state={editorState} />
      <Toolbar editor={editor} state={editorState} known={clientState.role !== null} />
      <div className="pointer-events-none absolute bottom-[var(--above-toolbar)] left-[max(var(--edge),env(safe-area-inset-left))] z-10 flex flex-col items-start gap-2">
        <Toasts toasts={toasts} />
        {editorState.canEdit && <HistoryButtons editor={editor} state={editorState} />}
      </div>
      {/* An empty board has nothing to show small. */}
      {minimap && !editorState.empty && <MinimapPanel editor={editor} />}
      <ZoomButtons editor={editor} zoom={editorState.zoom} />
      {editorState.menu && <ContextMenu editor={editor} menu={editorState.menu} />}
      {asked === 'help' && <HelpDialog commands={editor.commands} onClose={close} />}
      {asked === 'person' && <PersonDialog person={clientState.person} onClose={close} />}
      {asked === 'share' && <SharingDialog board={board} onClose={close} />}
      {asked === 'palette' && <CommandPalette editor={editor} onClose={close} />}
      {(asked === 'export-png' || asked === 'export-svg') && (
        <ExportDialog
          editor={editor}
          name={clientState.name}
          kind={asked === 'export-png' ? 'png' : 'svg'}
          onClose={close}
        />
      )}
      {asked === 'refused' && <RefusedDialog client={client} refused={clientState.refused} onClose={close} />}
      {asked === 'erase' && (
        <EraseDialog
          board={board}
          client={client}
          editor={editor}
          onClose={close}
          onErased={() => toasts.show({ text: 'Erased for good', kind: 'notice' })}
        />
      )}
      {asked === 'link' && <LinkDialog editor={editor} onClose={close} />}
    </main>
  )
}
