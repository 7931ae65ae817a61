import type { Editor } from '@inkwire/canvas'

/** How a command's shortcut is written on this machine; undefined when it has none. */
export function shortcutOf(editor: Editor, id: string): string | undefined {
  const command = editor.commands.find((candidate) => candidate.id === id)
  return command?.shortcut ? shown(command.shortcut, isMac()) : undefined
}

/** What a command is called; undefined where there is none of that id. */
export function titleOf(editor: Editor, id: string): string | undefined {
  return editor.commands.find((candidate) => candidate.id === id)?.title
}

/** Keys that are drawn, not named, on keyboards. */
const ARROWS = [
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
] as const

const MAC = [
  ['Mod+', '⌘'],
  ['Shift+', '⇧'],
  ['Alt+', '⌥'],
] as const

/**
 * `Ctrl+Z`, or `⌘Z` on a Mac.
 *
 * @param shortcut as the table of commands has it: keys joined with `+`, `Mod` being Ctrl, or ⌘ on a Mac
 */
export function shown(shortcut: string, mac: boolean): string {
  const names = [...ARROWS, ...(mac ? MAC : [['Mod', 'Ctrl'] as const])]
  return names.reduce((text, [name, sign]) => text.replace(name, sign), shortcut)
}

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)
