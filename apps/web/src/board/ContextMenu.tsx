import type { Editor, EditorState } from '@inkwire/canvas'
import { Fragment } from 'react'
import { Menu, MenuDivider, MenuRow } from '../ui/Menu.tsx'
import { shortcutOf } from './shortcuts.ts'

/** Commands that begin another part of the menu: a line stands before them. */
const PARTS: ReadonlySet<string> = new Set(['group', 'bring-to-front', 'lock', 'select-all'])

/** What can be done with what is under the pointer; the canvas, which fills the screen, says where and what. */
export function ContextMenu({ editor, menu }: { readonly editor: Editor; readonly menu: EditorState['menu'] }) {
  if (!menu) return null
  const rows = menu.commands.flatMap((id) => editor.commands.find((command) => command.id === id) ?? [])
  return (
    <Menu key={`${menu.x} ${menu.y}`} label="Selection" at={menu} onClose={() => editor.closeMenu()}>
      {rows.map((command, at) => (
        <Fragment key={command.id}>
          {at > 0 && PARTS.has(command.id) && <MenuDivider />}
          <MenuRow
            title={command.title}
            shortcut={shortcutOf(editor, command.id)}
            disabled={!command.when(editor)}
            onChoose={() => editor.run(command.id)}
          />
        </Fragment>
      ))}
    </Menu>
  )
}
