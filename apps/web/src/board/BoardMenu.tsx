import type { Editor } from '@inkwire/canvas'
import { CircleQuestionMark, Copy, House, Link, Maximize, Menu, UserRound } from 'lucide-react'
import { ThemeSwitch } from '../theme/ThemeSwitch.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { MenuItem } from '../ui/MenuItem.tsx'
import { Popover } from '../ui/Popover.tsx'
import { shortcutOf } from './shortcuts.ts'

interface BoardMenuProps {
  readonly editor: Editor
  /** Whether the board is there to be handed on and copied. */
  readonly opened: boolean
  readonly onPerson: () => void
  readonly onShare: () => void
  readonly onDuplicate: () => void
  readonly onHome: () => void
}

/** What is needed now and then. */
export function BoardMenu({ editor, opened, onPerson, onShare, onDuplicate, onHome }: BoardMenuProps) {
  return (
    <Popover
      label="Menu"
      className="-right-1.25 mt-1.25 w-60 p-1 pointer-coarse:w-72 max-sm:right-0 max-sm:mt-0"
      button={(props) => <IconButton title="Menu" icon={Menu} tip="below-left" {...props} />}
    >
      {(close) => {
        const choose = (run: () => void) => () => {
          close()
          run()
        }
        return (
          <>
            <MenuItem icon={Link} text="Copy link" disabled={!opened} onClick={choose(onShare)} />
            <MenuItem icon={Copy} text="Duplicate board" disabled={!opened} onClick={choose(onDuplicate)} />
            <Divider />
            <MenuItem icon={UserRound} text="Name and color…" onClick={choose(onPerson)} />
            <MenuItem
              icon={CircleQuestionMark}
              text="Help"
              shortcut={shortcutOf(editor, 'help')}
              onClick={choose(() => editor.run('help'))}
            />
            <div className="roomy:hidden">
              <MenuItem icon={Maximize} text="Zoom to fit" onClick={choose(() => editor.run('zoom-fit'))} />
            </div>
            <div className="flex items-center justify-between py-1 pr-1 pl-2.5">
              Theme
              <ThemeSwitch />
            </div>
            <Divider />
            <MenuItem icon={House} text="Back to my boards" onClick={choose(onHome)} />
          </>
        )
      }}
    </Popover>
  )
}

const Divider = () => <div className="m-1 h-px bg-line" />
