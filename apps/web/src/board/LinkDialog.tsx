import type { Editor } from '@inkwire/canvas'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { linkAddress } from './link-address.ts'

/** Where a click on what is selected leads: sets, changes or removes it. */
export function LinkDialog({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const [before] = useState(editor.state.link)
  const [text, setText] = useState(before ?? '')
  const [wrong, setWrong] = useState(false)
  const field = useId()
  const problem = useId()

  const keep = (event: FormEvent) => {
    event.preventDefault()
    const address = linkAddress(text)
    if (!address && text.trim() !== '') return setWrong(true)
    editor.setLink(address ?? null)
    onClose()
  }

  return (
    <Dialog title="Link" onClose={onClose} className="max-w-[400px]">
      <form onSubmit={keep} noValidate className="flex flex-col gap-3 px-5 pt-2 pb-5">
        <label htmlFor={field} className="text-label text-muted">
          Web or mail address
        </label>
        <input
          id={field}
          type="url"
          inputMode="url"
          autoFocus
          placeholder="https://"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setText(event.target.value)
            setWrong(false)
          }}
          aria-invalid={wrong}
          aria-describedby={wrong ? problem : undefined}
          className="-mt-1.5 h-button rounded-button border border-line bg-sunken px-2.5 focus-visible:outline-offset-[-1px] aria-invalid:border-danger"
        />
        {wrong && (
          <p id={problem} role="alert" className="-mt-1 text-label text-danger">
            A link begins with https://, http:// or mailto:.
          </p>
        )}
        <div className="mt-1 flex justify-end gap-2">
          {before && (
            <Button
              kind="quiet"
              className="mr-auto -ml-3"
              onClick={() => {
                editor.setLink(null)
                onClose()
              }}
            >
              Remove
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={text.trim() === '' && !before}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
