import type { Editor } from './editor.ts'
import { EXPORT, type ExportId } from './export/commands.ts'
import { HANDS, type HandId } from './hand-commands.ts'
import { IMAGES, type ImageId } from './images/commands.ts'
import { ALIGN, type AlignId } from './selection/align-commands.ts'
import { ARRANGE, type ArrangeId } from './selection/commands.ts'
import { LINKS } from './selection/linking.ts'
import type { ToolId } from './tools/tool.ts'
import { TOOLS } from './tools/tools.ts'
import { VIEW, type ViewId } from './view-commands.ts'

export type CommandId =
  | `tool-${ToolId}`
  | `move-${'left' | 'right' | 'up' | 'down'}${'' | '-far'}`
  | 'undo'
  | 'redo'
  | 'delete'
  | 'select-all'
  | 'duplicate'
  | 'tool-lock'
  | 'edit-text'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'paste-plain'
  | 'escape'
  | ArrangeId
  | ExportId
  | ImageId
  | AlignId
  | HandId
  | ViewId
  | 'open-link'

/** Something that can be done by a key, a menu or a button. An application adds rows with ids of its own. */
export interface Command<Id extends string = string> {
  readonly id: Id
  readonly title: string
  /** Keys joined with `+`; `Mod` is Ctrl, or ⌘ on a Mac. */
  readonly shortcut: string
  /** Further shortcuts that do the same. */
  readonly aliases?: readonly string[]
  /** The browser makes an event of its keys that does it: they are left to it. */
  readonly native?: boolean
  /** Heading in the list of shortcuts. */
  readonly group: string
  /** Of a switch: whether it is on. */
  checked?(editor: Editor): boolean
  /** Whether it can be done now. */
  when(editor: Editor): boolean
  run(editor: Editor): void
}

/** Arrow keys move a selection by so many px, with shift by the second. */
const STEP = 1
const FAR_STEP = 10

const always = () => true
const hasSelection = ({ state }: Editor) => state.canEdit && state.selection.length > 0

const tools: readonly Command<CommandId>[] = TOOLS.map(({ id, title, shortcut, aliases = [] }) => ({
  id: `tool-${id}`,
  title,
  shortcut,
  aliases,
  group: 'Tools',
  when: ({ desk }) => desk.mayTake(id),
  run: (editor) => editor.setTool(id),
}))

const moves: readonly Command<CommandId>[] = (
  [
    ['left', 'Left', -1, 0],
    ['right', 'Right', 1, 0],
    ['up', 'Up', 0, -1],
    ['down', 'Down', 0, 1],
  ] as const
).flatMap(([id, key, dx, dy]): Command<CommandId>[] =>
  (['', '-far'] as const).map((far) => {
    const step = far ? FAR_STEP : STEP
    return {
      id: `move-${id}${far}`,
      title: `Move ${id} by ${step}`,
      shortcut: `${far ? 'Shift+' : ''}Arrow${key}`,
      group: 'Move',
      when: hasSelection,
      run: (editor) => editor.moveSelection(dx * step, dy * step),
    }
  }),
)

/** All that the editor can do by name: shortcuts, menus and the list of shortcuts are made from this table. */
export const COMMANDS: readonly Command<CommandId>[] = [
  ...tools,
  {
    id: 'tool-lock',
    title: 'Keep tool',
    shortcut: 'Q',
    group: 'Tools',
    when: ({ state }) => state.canEdit,
    run: (editor) => editor.toggleToolLock(),
  },
  {
    id: 'edit-text',
    title: 'Edit text',
    shortcut: 'Enter',
    group: 'Edit',
    when: ({ state }) => state.canEdit && state.selection.length === 1 && !state.editing,
    run: (editor) => editor.editText(),
  },
  {
    id: 'copy',
    title: 'Copy',
    shortcut: 'Mod+C',
    native: true,
    group: 'Edit',
    when: ({ state }) => state.selection.length > 0,
    run: (editor) => editor.clipboard.copy(),
  },
  {
    id: 'cut',
    title: 'Cut',
    shortcut: 'Mod+X',
    native: true,
    group: 'Edit',
    when: hasSelection,
    run: (editor) => editor.clipboard.copy(true),
  },
  {
    id: 'paste',
    title: 'Paste',
    shortcut: 'Mod+V',
    native: true,
    group: 'Edit',
    when: ({ state }) => state.canEdit,
    run: (editor) => void editor.clipboard.paste(),
  },
  {
    id: 'paste-plain',
    title: 'Paste as plain text',
    shortcut: 'Mod+Shift+V',
    native: true,
    group: 'Edit',
    when: ({ state }) => state.canEdit,
    run: (editor) => void editor.clipboard.paste(true),
  },
  {
    id: 'undo',
    title: 'Undo',
    shortcut: 'Mod+Z',
    group: 'Edit',
    when: ({ state }) => state.canUndo,
    run: (editor) => editor.undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    shortcut: 'Mod+Shift+Z',
    aliases: ['Mod+Y'],
    group: 'Edit',
    when: ({ state }) => state.canRedo,
    run: (editor) => editor.redo(),
  },
  {
    id: 'delete',
    title: 'Delete',
    shortcut: 'Delete',
    aliases: ['Backspace'],
    group: 'Edit',
    when: hasSelection,
    run: (editor) => editor.deleteSelection(),
  },
  {
    id: 'duplicate',
    title: 'Duplicate',
    shortcut: 'Mod+D',
    group: 'Edit',
    when: hasSelection,
    run: (editor) => editor.duplicateSelection(),
  },
  {
    id: 'select-all',
    title: 'Select all',
    shortcut: 'Mod+A',
    group: 'Edit',
    when: ({ state }) => !state.empty,
    run: (editor) => editor.selectAll(),
  },
  {
    id: 'escape',
    title: 'Give up, or select nothing',
    shortcut: 'Escape',
    group: 'Edit',
    when: always,
    run: (editor) => editor.escape(),
  },
  ...IMAGES,
  ...EXPORT,
  ...ARRANGE,
  ...ALIGN,
  ...HANDS,
  ...moves,
  ...LINKS,
  ...VIEW,
]
