import type { BoardId } from '@inkwire/board'
import type { Role } from '@inkwire/protocol'
import { useEffect, useState } from 'react'
import { getBoard } from '../api.ts'
import type { ToastsControl } from '../ui/Toasts.tsx'
import { copyText } from './clipboard.ts'
import { linkKey } from './opening.ts'

/** Makes the address in the browser's bar the link that lets others in now. */
export function showKey(key: string): void {
  if (linkKey() !== key) window.history.replaceState(window.history.state, '', `#${key}`)
}

/** The address that lets others in. */
export const linkTo = (board: BoardId, key: string | undefined): string =>
  `${window.location.origin}/b/${board}${key ? `#${key}` : ''}`

/**
 * Copies the link that lets others in, and says so.
 *
 * @param role null until the board is open
 */
export function useShareLink(board: BoardId, role: Role | null, toasts: ToastsControl): () => Promise<void> {
  const [key, setKey] = useState<string | undefined>()

  useEffect(() => {
    if (!role) return
    let gone = false
    // Asked for early: some browsers only copy in the very moment of the click.
    getBoard(board).then((reply) => {
      if (gone || !reply.ok || !reply.body.key) return
      setKey(reply.body.key)
      showKey(reply.body.key)
    })
    return () => {
      gone = true
    }
  }, [board, role])

  return async () => {
    const shared = linkKey() ?? key
    const link = linkTo(board, shared)
    toasts.show(
      (await copyText(link)) ? { text: 'Link copied', kind: 'link' } : { text: link, kind: 'link', stays: true },
    )
  }
}
