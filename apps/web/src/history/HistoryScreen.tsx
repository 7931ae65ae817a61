import type { BoardId } from '@inkwire/board'
import { Editor } from '@inkwire/canvas'
import type { BoardClient } from '@inkwire/sync'
import { useEffect, useRef, useState } from 'react'
import { boardAssets } from '../board/assets.ts'
import { FloatingPanel } from '../board/FloatingPanel.tsx'
import { useEditorState } from '../board/state.ts'
import { ZoomButtons } from '../board/ZoomButtons.tsx'
import { themeNow, useTheme } from '../theme/theme.ts'
import { Button } from '../ui/Button.tsx'
import type { ToastsControl } from '../ui/Toasts.tsx'
import { HistoryFooter, HistoryHeader } from './HistoryFrame.tsx'
import { HistoryBoard } from './history-board.ts'
import { useHistoryKeys } from './keys.ts'
import { OpenedHistory } from './OpenedHistory.tsx'
import { PastDocument } from './past-document.ts'
import { useReading } from './reading.ts'

export interface HistoryScreenProps {
  readonly board: BoardId
  readonly client: BoardClient
  /** The board's own editor, which is not on screen meanwhile. */
  readonly editor: Editor
  readonly name: string
  /** What is shown first; the newest where it is missing. */
  readonly seq: number | undefined
  readonly toasts: ToastsControl
  readonly onClose: () => void
}

/** A board as it was at any moment, in place of the board as it is. */
export function HistoryScreen(props: HistoryScreenProps) {
  const { board, editor: live, name, seq, onClose } = props
  const host = useRef<HTMLDivElement>(null)
  const root = useRef<HTMLElement>(null)
  const theme = useTheme()
  const [{ shown, editor }] = useState(() => makeEditor(props))
  const editorState = useEditorState(editor)
  const [reading, retry, setVersions] = useReading(board, shown, seq)

  useEffect(() => {
    const unmount = host.current ? editor.mount(host.current) : undefined
    editor.setCamera(live.camera)
    return unmount
  }, [editor, live])
  useEffect(() => editor.setTheme(theme), [editor, theme])
  useEffect(() => root.current?.focus({ preventScroll: true }), [])
  // A right click chooses what is under it; here there is nothing to be done with it.
  useEffect(() => {
    if (editorState.menu) editor.closeMenu()
    if (editorState.tool !== 'hand') editor.setTool('hand')
  }, [editor, editorState.menu, editorState.tool])
  useHistoryKeys(editor, reading.kind === 'opened' ? reading.player : null, onClose)

  return (
    <main
      ref={root}
      tabIndex={-1}
      aria-label="History"
      className="fixed inset-0 overflow-hidden bg-canvas outline-none select-none"
    >
      <div ref={host} className="absolute inset-0" />
      {reading.kind === 'opened' ? (
        <OpenedHistory {...props} {...reading} shown={shown} onVersions={setVersions} />
      ) : (
        <>
          <HistoryHeader name={name} onClose={onClose} />
          <HistoryFooter>
            <FloatingPanel className="flex max-w-[560px] items-center gap-3 py-2 pr-2 pl-4">
              {reading.kind === 'loading' ? (
                <p role="status" className="py-2 pr-2 text-muted">
                  Opening the history…
                </p>
              ) : (
                <>
                  <p role="alert">{reading.message}</p>
                  <Button onClick={retry}>Try again</Button>
                </>
              )}
            </FloatingPanel>
          </HistoryFooter>
        </>
      )}
      <ZoomButtons editor={editor} zoom={editorState.zoom} />
    </main>
  )
}

/** An editor for looking only, which begins with what the board shows now, where the board's own editor was. */
function makeEditor({ board, client }: HistoryScreenProps) {
  const shown = new HistoryBoard(client.actor, PastDocument.of(client, -1))
  const editor = new Editor({ board: shown, theme: themeNow(), assets: boardAssets(board) })
  return { shown, editor }
}
