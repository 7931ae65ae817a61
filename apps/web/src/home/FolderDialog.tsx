import { type Folder, LIMITS } from '@inkwire/protocol'
import { Check, Folder as FolderIcon } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { TextField } from '../ui/TextField.tsx'

interface FolderNameDialogProps {
  readonly title: string
  readonly name: string
  readonly onClose: () => void
  /** Answers whether it was done. */
  readonly onKeep: (name: string) => Promise<boolean>
}

/** A folder's name, new or changed. */
export function FolderNameDialog({ title, name: before, onClose, onKeep }: FolderNameDialogProps) {
  const [name, setName] = useState(before)
  const [waiting, setWaiting] = useState(false)

  const keep = async (event: FormEvent) => {
    event.preventDefault()
    setWaiting(true)
    if (await onKeep(name.trim())) onClose()
    else setWaiting(false)
  }

  return (
    <Dialog title={title} onClose={onClose} className="max-w-[360px]">
      <form onSubmit={keep} className="flex flex-col gap-4 px-5 pt-2 pb-5">
        <TextField
          label="Name"
          autoFocus
          value={name}
          maxLength={LIMITS.nameCharacters}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={waiting || name.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface FolderChoiceDialogProps {
  readonly board: string
  readonly folders: readonly Folder[]
  /** The one that it lies in. */
  readonly chosen: string | null
  readonly onClose: () => void
  readonly onChoose: (folder: string | null) => void
  readonly onNew: () => void
}

/** Puts a board into one of my folders. */
export function FolderChoiceDialog({ board, folders, chosen, onClose, onChoose, onNew }: FolderChoiceDialogProps) {
  const choices = [{ id: null, name: 'No folder' }, ...folders]
  return (
    <Dialog title={`Folder of "${board}"`} onClose={onClose} className="max-w-[360px]">
      <ul className="flex flex-col overflow-y-auto px-2.5 pt-1">
        {choices.map(({ id, name }) => (
          <li key={id ?? ''}>
            <button
              type="button"
              aria-pressed={id === chosen}
              onClick={() => onChoose(id)}
              className="flex h-button w-full items-center gap-2.5 rounded-button px-2.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
            >
              <span className={id === null ? 'opacity-0' : 'text-muted'}>
                <Icon of={FolderIcon} size={16} />
              </span>
              <span className="flex-1 truncate">{name}</span>
              {id === chosen && (
                <span className="text-accent">
                  <Icon of={Check} size={16} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <div className="flex justify-end gap-2 p-5 pt-3">
        <Button onClick={onNew}>New folder…</Button>
      </div>
    </Dialog>
  )
}
