import type { Command } from './commands.ts'

/** What a key event says, as far as shortcuts need it. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** The command that a key is the shortcut of. */
export function commandFor(press: KeyPress, commands: readonly Command[]): Command | undefined {
  return commands.find(({ shortcut, aliases = [] }) => [shortcut, ...aliases].some((one) => matches(press, one)))
}

/** Whether a key event is a shortcut: keys joined with `+`, `Mod` being Ctrl, or ⌘ on a Mac. */
export function matches(press: KeyPress, shortcut: string): boolean {
  if (shortcut === '') return false
  // The plus key itself is written last, as in `Mod++`.
  const parts = shortcut.endsWith('++') ? [...shortcut.slice(0, -2).split('+'), '+'] : shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const wanted = (name: string) => parts.slice(0, -1).includes(name)
  if (wanted('Mod') !== (press.ctrlKey || press.metaKey) || wanted('Alt') !== press.altKey) return false
  // Signs such as ? and + need shift on some keyboards and not on others.
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key)
  if (!sign && wanted('Shift') !== press.shiftKey) return false
  return keyMatches(press, key)
}

function keyMatches({ key, code }: KeyPress, wanted: string): boolean {
  if (/^[0-9]$/.test(wanted)) return key === wanted || code === `Digit${wanted}`
  if (/^[A-Z]$/.test(wanted)) {
    // The letter that the keyboard types; where it types no Latin ones, the key's place.
    return /^[a-z]$/i.test(key) ? key.toUpperCase() === wanted : code === `Key${wanted}`
  }
  return key === wanted
}

/** Whether a key ends the text that is being typed. */
export const endsTyping = ({ key, ctrlKey, metaKey }: KeyPress): boolean =>
  key === 'Escape' || (key === 'Enter' && (ctrlKey || metaKey))

/** Whether keys belong to something else in the page: a field that is typed in, a dialog, a menu, or a button that a key presses. */
export function isElsewhere(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('input, textarea, select, [contenteditable]:not([contenteditable="false"])')) return true
  if (target.closest('dialog, [role="dialog"], [role="menu"], [role="listbox"]')) return true
  return (key === ' ' || key === 'Enter') && target.closest('button, a, summary, [role="button"]') !== null
}
