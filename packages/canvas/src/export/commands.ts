import type { Command } from '../commands.ts'

export type ExportId = 'copy-png' | 'copy-svg'

/** Of the selection, or of the board where nothing is selected. */
export const EXPORT: readonly Command<ExportId>[] = [
  {
    id: 'copy-png',
    title: 'Copy as PNG',
    shortcut: 'Shift+Alt+C',
    group: 'Edit',
    when: ({ state }) => !state.empty,
    run: ({ exports }) => void exports.copy('png'),
  },
  {
    id: 'copy-svg',
    title: 'Copy as SVG',
    shortcut: '',
    group: 'Edit',
    when: ({ state }) => !state.empty,
    run: ({ exports }) => void exports.copy('svg'),
  },
]
