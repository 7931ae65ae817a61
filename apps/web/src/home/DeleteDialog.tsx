import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface DeleteDialogProps {
  readonly name: string
  readonly onClose: () => void
  readonly onDelete: () => Promise<void>
}

/** Asks before a board is deleted for ever. */
export function DeleteDialog({ name, onClose, onDelete }: DeleteDialogProps) {
  const [deleting, setDeleting] = useState(false)
  return (
    <Dialog title="Delete this board for ever?" onClose={onClose} className="max-w-[400px]">
      <p className="px-5 pt-1 text-muted break-words">"{name}" and everything on it will be gone for everyone.</p>
      <div className="flex justify-end gap-2 p-5">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          kind="danger"
          disabled={deleting}
          onClick={() => {
            setDeleting(true)
            onDelete()
          }}
        >
          Delete for ever
        </Button>
      </div>
    </Dialog>
  )
}
