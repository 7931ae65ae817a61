import type { Command } from '../commands.ts'
import type { Editor } from '../editor.ts'
import { type Alignment, alignOps, countUnits, type Direction, distributeOps } from '../edits/alignment.ts'

export type AlignId = `align-${Alignment}` | `distribute-${Direction}` | `flip-${Direction}`

const hasSelection = ({ state }: Editor) => state.canEdit && state.selection.length > 0
/** Only what isn't locked counts, and lines that follow something else don't. */
const hasUnits = (count: number) => (editor: Editor) => {
  if (!hasSelection(editor) || editor.state.selection.length < count) return false
  return countUnits(editor.desk.scene, editor.desk.unlocked()) >= count
}

/** Shortcuts as in Excalidraw, where it has them. */
const ALIGNMENTS: readonly (readonly [to: Alignment, title: string, shortcut: string])[] = [
  ['left', 'Align left', 'Mod+Shift+ArrowLeft'],
  ['center', 'Align centers', 'Alt+Shift+H'],
  ['right', 'Align right', 'Mod+Shift+ArrowRight'],
  ['top', 'Align top', 'Mod+Shift+ArrowUp'],
  ['middle', 'Align middles', 'Alt+Shift+V'],
  ['bottom', 'Align bottom', 'Mod+Shift+ArrowDown'],
]

const DIRECTIONS: readonly (readonly [direction: Direction, key: string])[] = [
  ['horizontally', 'H'],
  ['vertically', 'V'],
]

/** How selected things lie to each other: groups count as one, what is locked stays. */
export const ALIGN: readonly Command<AlignId>[] = [
  ...ALIGNMENTS.map(
    ([to, title, shortcut]): Command<AlignId> => ({
      id: `align-${to}`,
      title,
      shortcut,
      group: 'Arrange',
      when: hasUnits(2),
      run: (editor) =>
        editor.arrange((desk) => desk.commit(desk.newGesture(), alignOps(desk.scene, desk.unlocked(), to))),
    }),
  ),
  ...DIRECTIONS.map(
    ([direction, key]): Command<AlignId> => ({
      id: `distribute-${direction}`,
      title: `Distribute ${direction}`,
      shortcut: `Alt+${key}`,
      group: 'Arrange',
      when: hasUnits(3),
      run: (editor) =>
        editor.arrange((desk) => desk.commit(desk.newGesture(), distributeOps(desk.scene, desk.unlocked(), direction))),
    }),
  ),
  ...DIRECTIONS.map(
    ([direction, key]): Command<AlignId> => ({
      id: `flip-${direction}`,
      title: `Flip ${direction}`,
      shortcut: `Shift+${key}`,
      group: 'Arrange',
      when: hasSelection,
      run: (editor) => editor.arrange((desk, { flipSelection }) => flipSelection(desk, direction)),
    }),
  ),
]
