import type { Command } from './commands.ts'
import type { Editor } from './editor.ts'
import { openSelectionMenu } from './menu.ts'
import type { PreferenceValues } from './preferences.ts'

export type HandId =
  | 'select-kind'
  | 'copy-style'
  | 'paste-style'
  | 'open-menu'
  | 'toggle-snapping'
  | 'toggle-grid-snap'
  | 'toggle-whole-only'
  | 'toggle-pen-mode'

const hasSelection = ({ state }: Editor) => state.canEdit && state.selection.length > 0

interface Switch {
  readonly id: HandId
  readonly title: string
  readonly shortcut: string
  readonly name: keyof PreferenceValues
  /** What is told when it is switched on, and off. */
  readonly on: string
  readonly off: string
}

const SWITCHES: readonly Switch[] = [
  {
    id: 'toggle-snapping',
    title: 'Snap to other elements',
    shortcut: 'Alt+S',
    name: 'snapping',
    on: 'What you drag snaps to others. Hold Ctrl or ⌘ to place it freely.',
    off: 'Nothing snaps to others. Hold Ctrl or ⌘ while you drag where it should.',
  },
  {
    id: 'toggle-grid-snap',
    title: 'Snap to the grid',
    shortcut: "Mod+'",
    name: 'gridSnap',
    on: 'What you drag snaps to the grid. Hold Ctrl or ⌘ to place it freely.',
    off: 'Nothing snaps to the grid.',
  },
  {
    id: 'toggle-whole-only',
    title: 'Select only what lies whole inside',
    shortcut: '',
    name: 'wholeOnly',
    on: 'A marquee or lasso selects what lies whole inside. Hold Alt for what it touches.',
    off: 'A marquee or lasso selects what it touches. Hold Alt for what lies whole inside.',
  },
  {
    id: 'toggle-pen-mode',
    title: 'Pen mode: fingers move the paper',
    shortcut: '',
    name: 'penMode',
    on: 'The pen draws, fingers move the paper.',
    off: 'Fingers draw, as the pen does.',
  },
]

/** What stays as it is chosen. What can't be seen at once is told. */
const switches = SWITCHES.map(
  ({ id, title, shortcut, name, on, off }): Command<HandId> => ({
    id,
    title,
    shortcut,
    group: 'Preferences',
    when: () => true,
    checked: ({ desk }) => desk.preferences.values[name] === true,
    run: ({ desk }) => {
      const next = desk.preferences.values[name] !== true
      desk.preferences.set({ [name]: next })
      desk.notify(next ? on : off)
    },
  }),
)

/** What hands do besides drawing. */
export const HANDS: readonly Command<HandId>[] = [
  {
    id: 'select-kind',
    title: 'Select all of this kind',
    shortcut: 'Mod+Alt+A',
    group: 'Edit',
    when: ({ state }) => state.selection.length > 0,
    run: ({ desk }) => desk.rest.use(({ selectKind }) => selectKind(desk)),
  },
  {
    id: 'copy-style',
    title: 'Copy style',
    shortcut: 'Mod+Alt+C',
    group: 'Edit',
    when: ({ state }) => state.selection.length > 0,
    run: ({ desk }) => desk.copiedStyle.take(desk),
  },
  {
    id: 'paste-style',
    title: 'Paste style',
    shortcut: 'Mod+Alt+V',
    group: 'Edit',
    when: (editor) => hasSelection(editor) && editor.desk.copiedStyle.isThere,
    run: (editor) => editor.arrange((desk) => desk.copiedStyle.give(desk)),
  },
  {
    id: 'open-menu',
    title: 'Open the menu',
    shortcut: 'Shift+F10',
    aliases: ['ContextMenu'],
    group: 'Edit',
    when: ({ state }) => !state.editing,
    run: ({ desk }) => openSelectionMenu(desk),
  },
  ...switches,
]
