import type { BoardClient, ClientState } from '@inkwire/sync'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { exportRefused } from './refused-export.ts'
import { whatWasDone } from './refused-words.ts'

interface RefusedDialogProps {
  readonly client: BoardClient
  readonly refused: ClientState['refused']
  readonly onClose: () => void
}

/** What the server finally refused: what it was, why, and when. It stays until it is discarded here. */
export function RefusedDialog({ client, refused, onClose }: RefusedDialogProps) {
  return (
    <Dialog title="Refused changes" onClose={onClose} className="max-w-[480px]">
      <p className="px-5 text-muted">
        The server did not take these changes, so they are no longer on the board. This browser keeps them until you
        discard them.
      </p>
      <ul className="mx-5 mt-4 max-h-[40dvh] divide-y divide-line overflow-y-auto rounded-button border border-line">
        {[...refused].reverse().map(({ id, at, refusal, ops }) => (
          <li key={id} className="px-3 py-2">
            <p className="flex gap-3">
              <span className="min-w-0 flex-1 truncate font-medium">{whatWasDone(ops)}</span>
              <time dateTime={new Date(at).toISOString()} className="shrink-0 text-label leading-5 text-muted">
                {whenOf(at)}
              </time>
            </p>
            <p className="text-muted">{refusal.message}</p>
          </li>
        ))}
      </ul>
      <div className="flex justify-end gap-2 p-5">
        <Button
          className="mr-auto"
          onClick={() => {
            client.dismissRefused(refused.map(({ id }) => id))
            onClose()
          }}
        >
          Discard
        </Button>
        <Button onClick={onClose}>Close</Button>
        <Button kind="primary" onClick={() => exportRefused(refused)}>
          Export
        </Button>
      </div>
    </Dialog>
  )
}

const whenOf = (at: number): string =>
  new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
