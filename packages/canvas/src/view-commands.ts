import type { Command } from './commands.ts'
import type { Editor } from './editor.ts'
import { PAPERS, type Paper } from './paint/paper.ts'

export type ViewId =
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-half'
  | 'zoom-reset'
  | 'zoom-double'
  | 'zoom-fit'
  | 'zoom-selection'
  | `paper-${Paper}`

const always = () => true

const PAPER_TITLES: { readonly [P in Paper]: string } = {
  plain: 'Plain paper',
  dots: 'Dotted paper',
  lines: 'Lined paper',
  squares: 'Squared paper',
}

const papers: readonly Command<ViewId>[] = PAPERS.map((paper) => ({
  id: `paper-${paper}`,
  title: PAPER_TITLES[paper],
  shortcut: '',
  group: 'View',
  when: ({ state }: Editor) => state.canEdit,
  checked: ({ state }: Editor) => state.paper === paper,
  run: (editor: Editor) => editor.setPaper(paper),
}))

/** How the board is looked at. */
export const VIEW: readonly Command<ViewId>[] = [
  {
    id: 'zoom-in',
    title: 'Zoom in',
    shortcut: 'Mod+=',
    aliases: ['Mod++'],
    group: 'View',
    when: always,
    run: (editor) => editor.zoomStep(1),
  },
  {
    id: 'zoom-out',
    title: 'Zoom out',
    shortcut: 'Mod+-',
    group: 'View',
    when: always,
    run: (editor) => editor.zoomStep(-1),
  },
  {
    id: 'zoom-half',
    title: 'Zoom to 50 %',
    shortcut: '',
    group: 'View',
    when: always,
    run: (editor) => editor.zoomTo(0.5),
  },
  {
    id: 'zoom-reset',
    title: 'Zoom to 100 %',
    shortcut: 'Mod+0',
    aliases: ['Shift+0'],
    group: 'View',
    when: always,
    run: (editor) => editor.zoomTo(1),
  },
  {
    id: 'zoom-double',
    title: 'Zoom to 200 %',
    shortcut: '',
    group: 'View',
    when: always,
    run: (editor) => editor.zoomTo(2),
  },
  {
    id: 'zoom-fit',
    title: 'Zoom to fit',
    shortcut: 'Shift+1',
    group: 'View',
    when: always,
    run: (editor) => editor.zoomToFit(),
  },
  {
    id: 'zoom-selection',
    title: 'Zoom to selection',
    shortcut: 'Shift+2',
    group: 'View',
    when: ({ state }) => state.selection.length > 0,
    run: (editor) => editor.zoomToSelection(),
  },
  ...papers,
]
