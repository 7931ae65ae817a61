import { LIMITS } from '@inkwire/protocol'
import { type FormEvent, useId, useState } from 'react'
import type { Reply } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface VersionDialogProps {
  readonly title: string
  /** What it is called so far. */
  readonly name?: string
  /** Of when it is, for people. */
  readonly when: string
  readonly onSave: (name: string) => Promise<Reply<unknown>>
  readonly onClose: () => void
}

/** Gives a moment of the history a name, or another one. */
export function VersionDialog({ title, name = '', when, onSave, onClose }: VersionDialogProps) {
  const [text, setText] = useState(name)
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useId()
  const error = useId()

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    setSaving(true)
    const reply = await onSave(text.trim())
    if (reply.ok) return onClose()
    setSaving(false)
    setProblem(reply.message)
  }

  return (
    <Dialog title={title} onClose={onClose} className="max-w-[400px]">
      <form onSubmit={save} className="flex flex-col gap-3 px-5 pt-2 pb-5">
        <label htmlFor={field} className="text-label text-muted">
          Name of the board as it was {when}
        </label>
        <input
          id={field}
          autoFocus
          placeholder="Before the meeting"
          maxLength={LIMITS.nameCharacters}
          autoComplete="off"
          value={text}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setText(event.target.value)}
          aria-describedby={problem ? error : undefined}
          className="-mt-1.5 h-button rounded-button border border-line bg-sunken px-2.5 focus-visible:outline-offset-[-1px]"
        />
        {problem && (
          <p id={error} role="alert" className="-mt-1 text-label text-danger">
            {problem}
          </p>
        )}
        <div className="mt-1 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={text.trim() === '' || saving}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
