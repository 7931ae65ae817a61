import type { Command, Editor, EditorState, MenuEntry } from '@inkwire/canvas'
import { Fragment } from 'react'
import { Menu, MenuDivider, MenuRow, SubMenu } from '../ui/Menu.tsx'
import { isMac, shown } from './shortcuts.ts'

interface ContextMenuProps {
  readonly editor: Editor
  readonly menu: NonNullable<EditorState['menu']>
}

/** What can be done with what is under the pointer; the canvas, which fills the screen, says where and what. */
export function ContextMenu({ editor, menu }: ContextMenuProps) {
  const rowsOf = (ids: readonly string[]) =>
    ids
      .flatMap((id) => editor.commands.find((command) => command.id === id) ?? [])
      .filter((command) => !menu.optional.has(command.id) || command.when(editor))
  const parts = menu.parts
    .map((part) => part.flatMap((entry) => entryOf(entry, rowsOf)))
    .filter((part) => part.length > 0)
  return (
    <Menu key={`${menu.x} ${menu.y}`} label="Selection" at={menu} onClose={() => editor.closeMenu()}>
      {parts.map((part, at) => (
        <Fragment key={part[0]?.title ?? part[0]?.rows[0]?.id}>
          {at > 0 && <MenuDivider />}
          {part.map(({ title, rows }) =>
            title === undefined ? (
              rows.map((row) => <Row key={row.id} editor={editor} command={row} />)
            ) : (
              <SubMenu key={title} title={title}>
                {rows.map((row) => (
                  <Row key={row.id} editor={editor} command={row} />
                ))}
              </SubMenu>
            ),
          )}
        </Fragment>
      ))}
    </Menu>
  )
}

/** Rows of the menu, or of the menu in it that has a title. */
interface Entry {
  readonly title: string | undefined
  readonly rows: readonly Command[]
}

function entryOf(entry: MenuEntry, rowsOf: (ids: readonly string[]) => readonly Command[]): readonly Entry[] {
  const [title, ids] = typeof entry === 'string' ? [undefined, [entry]] : [entry.title, entry.commands]
  const rows = rowsOf(ids)
  return rows.length > 0 ? [{ title, rows }] : []
}

function Row({ editor, command }: { readonly editor: Editor; readonly command: Command }) {
  return (
    <MenuRow
      title={command.title}
      shortcut={command.shortcut ? shown(command.shortcut, isMac()) : undefined}
      disabled={!command.when(editor)}
      checked={command.checked?.(editor)}
      onChoose={() => editor.run(command.id)}
    />
  )
}
