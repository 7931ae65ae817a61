import type { UnsentWork } from '@inkwire/sync'
import { useState } from 'react'
import { changes } from '../board/save-words.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface SignOutDialogProps {
  readonly unsent: readonly UnsentWork[]
  readonly onClose: () => void
  readonly onSignOut: () => Promise<void>
}

/** Asks before somebody signs out of a browser that alone has some of their work: signed out, it keeps nothing of theirs. */
export function SignOutDialog({ unsent, onClose, onSignOut }: SignOutDialogProps) {
  const [waiting, setWaiting] = useState(false)

  const signOut = async () => {
    setWaiting(true)
    await onSignOut()
    setWaiting(false)
  }

  return (
    <Dialog title="Sign out without these changes?" onClose={onClose} className="max-w-[420px]">
      <div className="flex flex-col gap-3 px-5 pt-1 pb-5">
        <p className="text-muted">
          They could not be sent, so they are only in this browser, and signing out deletes them. Open a board to see
          why.
        </p>
        <ul className="max-h-[40dvh] divide-y divide-line overflow-y-auto rounded-button border border-line">
          {unsent.map(({ board, name, changes: count }) => (
            <li key={board}>
              <a
                href={`/b/${board}`}
                className="flex items-center gap-3 px-3 py-2 hover:bg-hover focus-visible:outline-offset-[-2px]"
              >
                <span className="min-w-0 flex-1 truncate font-medium">{name ?? 'A board'}</span>
                <span className="shrink-0 text-muted">{changes(count)}</span>
              </a>
            </li>
          ))}
        </ul>
        <div className="mt-1 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" disabled={waiting} onClick={signOut}>
            Sign out
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
