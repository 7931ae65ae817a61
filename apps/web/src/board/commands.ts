import { COMMANDS, type Command } from '@inkwire/canvas'
import { choiceNow, chooseTheme, type ThemeChoice } from '../theme/theme.ts'
import { type ExportAsked, exportCommands } from './export-commands.ts'
import { isMinimapShown, toggleMinimap } from './minimap-choice.ts'

/** What a board page can ask a person about, above the canvas. */
export type Asked =
  | 'help'
  | 'share'
  | 'person'
  | 'palette'
  | 'link'
  | 'refused'
  | 'history'
  | 'origin'
  | 'erase'
  | ExportAsked

const always = () => true

const THEMES: readonly (readonly [ThemeChoice, title: string])[] = [
  ['system', 'Theme as the system'],
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
]

/** The editor's table of commands with the page's own rows. */
export function boardCommands(ask: (what: Asked) => void, isOwner: () => boolean): readonly Command[] {
  return [
    ...COMMANDS,
    ...exportCommands(ask),
    {
      id: 'link',
      title: 'Link…',
      shortcut: 'Mod+Shift+K',
      group: 'Edit',
      when: ({ state }) => state.canEdit && state.selection.length > 0,
      run: () => ask('link'),
    },
    {
      id: 'origin',
      title: 'Who drew this',
      shortcut: '',
      group: 'Edit',
      when: ({ state }) => state.selection.length === 1,
      run: () => ask('origin'),
    },
    {
      id: 'erase',
      title: 'Erase for good…',
      shortcut: '',
      group: 'Edit',
      when: ({ state }) => state.canEdit && state.selection.length > 0 && isOwner(),
      run: () => ask('erase'),
    },
    { id: 'history', title: 'History', shortcut: '', group: 'View', when: always, run: () => ask('history') },
    {
      id: 'minimap',
      title: 'Minimap',
      shortcut: 'Shift+M',
      group: 'View',
      when: always,
      checked: isMinimapShown,
      run: toggleMinimap,
    },
    ...THEMES.map(
      ([choice, title]): Command => ({
        id: `theme-${choice}`,
        title,
        shortcut: '',
        group: 'View',
        when: always,
        checked: () => choiceNow() === choice,
        run: () => chooseTheme(choice),
      }),
    ),
    {
      id: 'palette',
      title: 'All commands…',
      shortcut: 'Mod+K',
      group: 'View',
      when: always,
      run: () => ask('palette'),
    },
    {
      id: 'share',
      title: 'Share…',
      shortcut: '',
      group: 'View',
      when: ({ state }) => state.canEdit,
      run: () => ask('share'),
    },
    { id: 'help', title: 'Help', shortcut: '?', group: 'View', when: always, run: () => ask('help') },
    { id: 'person', title: 'Name and color…', shortcut: '', group: 'View', when: always, run: () => ask('person') },
  ]
}
