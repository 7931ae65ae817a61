import type { BoardId, ElementId } from '@inkwire/board'
import type { OriginBody } from '@inkwire/protocol'
import type { ToastsControl } from '../ui/Toasts.tsx'
import { when } from './moment.ts'
import { getOrigin } from './requests.ts'

/** Says who drew an element and who changed it last, in a line with a way into the history. */
export async function tellOrigin(
  board: BoardId,
  element: ElementId,
  { show }: ToastsControl,
  showHistory: (seq: number) => void,
): Promise<void> {
  const kind = 'origin'
  const reply = await getOrigin(board, element)
  if (!reply.ok) return show({ text: reply.message, kind })
  const { made, changed } = reply.body
  const seq = (changed ?? made)?.seq
  show({
    text: originText(reply.body, Date.now()),
    kind,
    ...(seq === undefined ? {} : { action: { text: 'Show in history', run: () => showHistory(seq) } }),
  })
}

/** @param now ms since 1970, by this machine's clock */
export function originText({ made, changed }: OriginBody, now: number): string {
  const drawn = made && `Drawn by ${made.person.name}, ${when(made.at, now)}`
  const last = changed && `ast changed by ${changed.person.name}, ${when(changed.at, now)}`
  if (drawn && last) return `${drawn} · l${last}`
  if (last) return `L${last}; who drew it is not known any more`
  return drawn ?? 'Nothing is known of this yet: it is not saved, or it was drawn too long ago.'
}
