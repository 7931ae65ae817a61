import { type Op, stringOf } from '@inkwire/board'
import { linkIn, openLink } from '../clipboard/links.ts'
import type { Command } from '../commands.ts'
import type { Desk } from '../desk.ts'

/** The link that all of the selection has; null where there is none, or several. */
export function linkOf({ scene, selection }: Desk): string | null {
  let common: string | null = null
  for (const id of selection) {
    const element = scene.get(id)
    const link = (element && stringOf(element, 'link')) ?? null
    // Asked with every change of the editor: most selections end it here.
    if (link === null || (common !== null && link !== common)) return null
    common = link
  }
  return common
}

/** Makes what is selected, and not locked, lead to an address (http, https or mailto; all else does nothing) or nowhere (null). */
export function setLink(desk: Desk, link: string | null): void {
  if (link !== null && linkIn(link) === undefined) return
  const ids = desk.unlocked().filter((id) => (stringOf(desk.scene.get(id) ?? {}, 'link') ?? null) !== link)
  const ops = ids.map((id): Op => ({ op: 'set', id, props: { link } }))
  if (ops.length > 0) desk.commit(desk.newGesture(), ops)
}

export const LINKS: readonly Command<'open-link'>[] = [
  {
    id: 'open-link',
    title: 'Open link',
    shortcut: '',
    group: 'Edit',
    when: ({ state }) => state.link !== null,
    run: ({ state }) => state.link !== null && openLink(state.link),
  },
]
