import type { Command, Editor } from '@inkwire/canvas'

/** What the dialog begins with. */
export type ExportAsked = 'export-png' | 'export-svg'

const hasInk = ({ state }: Editor) => !state.empty

/** Rows of the table of commands that open the dialog of exports. */
export function exportCommands(ask: (what: ExportAsked) => void): readonly Command[] {
  const group = 'Edit'
  return [
    { id: 'export', title: 'Export…', shortcut: 'Mod+Shift+E', group, when: hasInk, run: () => ask('export-png') },
    { id: 'export-png', title: 'Export as PNG…', shortcut: '', group, when: hasInk, run: () => ask('export-png') },
    { id: 'export-svg', title: 'Export as SVG…', shortcut: '', group, when: hasInk, run: () => ask('export-svg') },
  ]
}
