import type { BoardId, ElementId } from '@inkwire/board'
import type { Editor } from '@inkwire/canvas'
import type { EraseBody } from '@inkwire/protocol'
import { type BoardClient, whenSaved } from '@inkwire/sync'
import { useRef, useState } from 'react'
import * as z from 'zod/mini'
import { request } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface EraseDialogProps {
  readonly board: BoardId
  readonly client: BoardClient
  readonly editor: Editor
  readonly onClose: () => void
  readonly onErased: () => void
}

const eraseBody: z.ZodMiniType<EraseBody> = z.object({ batches: z.number(), images: z.number() })
/** So many elements go with one request. */
const AT_ONCE = 1_000

/** Asks before what is selected is erased from the board and its history, and says what that does and can't do. */
export function EraseDialog({ board, client, editor, onClose, onErased }: EraseDialogProps) {
  const [count] = useState(editor.state.selection.length)
  const [erasing, setErasing] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  /** What is deleted already, and only has to be erased. */
  const deleted = useRef<readonly ElementId[]>(null)

  const erase = async () => {
    if (!client.getState().connected)
      return setProblem('There is no connection to the server. Try again when there is.')
    setErasing(true)
    setProblem(null)
    deleted.current ??= deleteSelected(client, editor)
    try {
      await whenSaved(client)
    } catch (error) {
      setErasing(false)
      return setProblem(error instanceof Error ? error.message : 'The server refused.')
    }
    for (let from = 0; from < deleted.current.length; from += AT_ONCE) {
      const elements = deleted.current.slice(from, from + AT_ONCE)
      const reply = await request('POST', `/boards/${board}/erase`, eraseBody, { elements })
      if (reply.ok) continue
      setErasing(false)
      return setProblem(reply.message)
    }
    onErased()
    onClose()
  }

  return (
    <Dialog title="Erase for good?" onClose={onClose} className="max-w-[440px]">
      <div className="flex flex-col gap-2 px-5 pt-1 text-muted">
        <p>
          {count === 1 ? 'What is selected vanishes' : `All ${count} things that are selected vanish`} from this board
          and from its whole history, for everyone. Undo does not bring it back.
        </p>
        <p>
          This can't reach what somebody has copied or exported, copies of this board, browsers that have it stored and
          don't open it again, and backups of the server.
        </p>
        {problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
      </div>
      <div className="flex justify-end gap-2 p-5">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" disabled={erasing} onClick={erase}>
          {erasing ? 'Erasing…' : 'Erase for good'}
        </Button>
      </div>
    </Dialog>
  )
}

/** Deletes what is selected as the Delete key does, so that arrows and what lies in frames stay where they are. Returns all that goes. */
function deleteSelected(client: BoardClient, editor: Editor): readonly ElementId[] {
  const { selection } = editor.state
  const before = [...client.elements()].map(({ id }) => id)
  editor.deleteSelection()
  return [...new Set([...selection, ...before.filter((id) => !client.get(id))])]
}
