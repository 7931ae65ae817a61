import type { Command } from '../commands.ts'
import type { Editor } from '../editor.ts'

export type ArrangeId =
  | 'group'
  | 'ungroup'
  | 'lock'
  | 'bring-forward'
  | 'send-backward'
  | 'bring-to-front'
  | 'send-to-back'

const hasSelection = ({ state }: Editor) => state.canEdit && state.selection.length > 0

/** What can be done with a selection as a whole. `]` and `[` go one step, as in tldraw and, with Mod, in Excalidraw. */
export const ARRANGE: readonly Command<ArrangeId>[] = [
  {
    id: 'group',
    title: 'Group',
    shortcut: 'Mod+G',
    group: 'Arrange',
    when: (editor) => editor.canGroup,
    run: (editor) => editor.group(),
  },
  {
    id: 'ungroup',
    title: 'Ungroup',
    shortcut: 'Mod+Shift+G',
    group: 'Arrange',
    when: (editor) => editor.canUngroup,
    run: (editor) => editor.ungroup(),
  },
  {
    id: 'bring-forward',
    title: 'Bring forward',
    shortcut: ']',
    aliases: ['Mod+]', 'Alt+]'],
    group: 'Arrange',
    when: hasSelection,
    run: (editor) => editor.order('forward'),
  },
  {
    id: 'send-backward',
    title: 'Send backward',
    shortcut: '[',
    aliases: ['Mod+[', 'Alt+['],
    group: 'Arrange',
    when: hasSelection,
    run: (editor) => editor.order('backward'),
  },
  // After the steps: with shift a bracket is a brace on most keyboards, and on others still a bracket.
  {
    id: 'bring-to-front',
    title: 'Bring to front',
    shortcut: 'Shift+]',
    aliases: ['}', 'Mod+}'],
    group: 'Arrange',
    when: hasSelection,
    run: (editor) => editor.order('front'),
  },
  {
    id: 'send-to-back',
    title: 'Send to back',
    shortcut: 'Shift+[',
    aliases: ['{', 'Mod+{'],
    group: 'Arrange',
    when: hasSelection,
    run: (editor) => editor.order('back'),
  },
  {
    id: 'lock',
    title: 'Lock or unlock',
    shortcut: 'Mod+Shift+L',
    group: 'Arrange',
    when: hasSelection,
    run: (editor) => editor.toggleLock(),
  },
]
