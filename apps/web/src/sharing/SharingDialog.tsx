import type { BoardId } from '@inkwire/board'
import type { SharingBody } from '@inkwire/protocol'
import { useEffect, useState } from 'react'
import type { Reply } from '../api.ts'
import { showKey } from '../board/share-link.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { LinkSettings } from './LinkSettings.tsx'
import { Members } from './Members.tsx'
import { getSharing } from './sharing-api.ts'

/** Makes a change, and shows how things stand then. Answers whether it was made. */
export type Change = (asked: Promise<Reply<SharingBody>>) => Promise<boolean>

/** Who may do what on this board: its people and its link. The owner changes it, editors see it. */
export function SharingDialog({ board, onClose }: { readonly board: BoardId; readonly onClose: () => void }) {
  const [sharing, setSharing] = useState<SharingBody | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)

  const change: Change = async (asked) => {
    setWaiting(true)
    setProblem(null)
    const reply = await asked
    setWaiting(false)
    if (!reply.ok) {
      setProblem(reply.message)
      return false
    }
    setSharing(reply.body)
    showKey(reply.body.link.key)
    return true
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when it opens
  useEffect(() => {
    void change(getSharing(board))
  }, [board])

  return (
    <Dialog title="Share" onClose={onClose} className="max-w-[460px]">
      <div
        aria-busy={waiting}
        className={`flex flex-col gap-5 overflow-y-auto px-5 pt-2 pb-5 ${sharing ? '' : 'min-h-64'}`}
      >
        {sharing && (
          <>
            <LinkSettings board={board} link={sharing.link} mine={sharing.mine} waiting={waiting} onChange={change} />
            <Members board={board} sharing={sharing} waiting={waiting} onChange={change} />
          </>
        )}
        {problem && (
          <div className="flex items-center gap-3">
            <p role="alert" className="text-danger">
              {problem}
            </p>
            {!sharing && <Button onClick={() => change(getSharing(board))}>Try again</Button>}
          </div>
        )}
      </div>
    </Dialog>
  )
}
