import { COMMANDS, type Command } from '@inkwire/canvas'

/** What a board page can ask a person about, above the canvas. */
export type Asked = 'help' | 'person'

/** The editor's table of commands with the page's own rows. */
export function boardCommands(ask: (what: Asked) => void): readonly Command[] {
  return [
    ...COMMANDS,
    { id: 'help', title: 'Help', shortcut: '?', group: 'View', when: () => true, run: () => ask('help') },
  ]
}
