import type { Editor, EditorState } from '@inkwire/canvas'
import { Menu } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { Popover } from '../ui/Popover.tsx'
import { BoardMenuRows } from './late-parts.ts'

export interface BoardMenuProps {
  readonly editor: Editor
  readonly state: EditorState
  /** Whether the board is there to be handed on and copied. */
  readonly opened: boolean
  readonly onPerson: () => void
  readonly onShare: () => void
  readonly onDuplicate: () => void
  readonly onHome: () => void
}

export function BoardMenu(props: BoardMenuProps) {
  return (
    <Popover
      label="Menu"
      className="no-scrollbar -right-1.25 mt-1.25 max-h-[calc(100dvh-80px)] w-72 overflow-y-auto p-1 pointer-coarse:w-80 max-sm:right-0 max-sm:mt-0"
      button={(button) => <IconButton title="Menu" icon={Menu} tip="below-left" {...button} />}
    >
      {(close) => <BoardMenuRows {...props} close={close} />}
    </Popover>
  )
}
