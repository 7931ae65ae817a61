import type { BoardId } from '@inkwire/board'
import type { Role } from '@inkwire/protocol'
import { Link } from 'lucide-react'
import { useEffect, useState } from 'react'
import { getBoard } from '../api.ts'
import { Icon } from '../ui/Icon.tsx'
import type { ToastsControl } from '../ui/Toasts.tsx'
import { copyText } from './clipboard.ts'
import { linkKey } from './opening.ts'

interface ShareButtonProps {
  readonly board: BoardId
  /** Null until the board is open. */
  readonly role: Role | null
  readonly toasts: ToastsControl
}

/** Copies the link that lets others in. */
export function ShareButton({ board, role, toasts }: ShareButtonProps) {
  const [key, setKey] = useState<string | undefined>()

  useEffect(() => {
    if (!role) return
    let gone = false
    // Asked for early: some browsers only copy in the very moment of the click.
    getBoard(board).then((reply) => {
      if (gone || !reply.ok || !reply.body.key) return
      setKey(reply.body.key)
      // So that the address in the browser's bar is the link, too.
      if (!linkKey()) window.history.replaceState(null, '', `#${reply.body.key}`)
    })
    return () => {
      gone = true
    }
  }, [board, role])

  const share = async () => {
    const shared = key ?? linkKey()
    const link = `${window.location.origin}/b/${board}${shared ? `#${shared}` : ''}`
    toasts.show(
      (await copyText(link)) ? { text: 'Link copied', kind: 'link' } : { text: link, kind: 'link', stays: true },
    )
  }

  return (
    <button
      type="button"
      aria-label="Share"
      disabled={!role}
      onClick={share}
      className="group ml-1 grid h-button place-items-center rounded-button disabled:opacity-48 max-sm:ml-0 max-sm:w-button"
    >
      <span className="grid h-full place-items-center rounded-button bg-accent px-3 font-medium text-on-accent group-hover:brightness-95 max-sm:size-9 max-sm:px-0">
        <span className="sm:hidden">
          <Icon of={Link} />
        </span>
        <span className="max-sm:hidden">Share</span>
      </span>
    </button>
  )
}
