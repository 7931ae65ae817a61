import type { Editor, EditorState } from '@inkwire/canvas'
import { Redo2, Undo2 } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { FloatingPanel } from './FloatingPanel.tsx'
import { shortcutOf } from './shortcuts.ts'

/** Undo and redo of what I did. Toasts come above them, so their tips stand beside. */
export function HistoryButtons({ editor, state }: { readonly editor: Editor; readonly state: EditorState }) {
  return (
    <FloatingPanel className="relative flex">
      <IconButton
        title="Undo"
        icon={Undo2}
        shortcut={shortcutOf(editor, 'undo')}
        tip="beside"
        disabled={!state.canUndo}
        onClick={() => editor.run('undo')}
      />
      <IconButton
        title="Redo"
        icon={Redo2}
        shortcut={shortcutOf(editor, 'redo')}
        tip="beside"
        disabled={!state.canRedo}
        onClick={() => editor.run('redo')}
      />
    </FloatingPanel>
  )
}
