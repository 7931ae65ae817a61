import { boardId } from '@inkwire/board'
import { type FormEvent, useState } from 'react'
import { linkKey } from '../board/opening.ts'
import { Button } from '../ui/Button.tsx'
import { Sentence } from '../ui/Sentence.tsx'
import { openLink } from './sharing-api.ts'

/** Asks for the password of the link that this page was opened with. */
export function LinkPassword() {
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)

  const open = async (event: FormEvent) => {
    event.preventDefault()
    const board = boardId.safeParse(window.location.pathname.split('/').at(-1))
    if (!board.success) return
    setWaiting(true)
    const reply = await openLink(board.data, linkKey() ?? '', password)
    if (reply.ok) return window.location.reload()
    setWaiting(false)
    setProblem(reply.code === 'access.password' ? 'That is not the password.' : reply.message)
  }

  return (
    <Sentence text="This board's link needs a password.">
      <form onSubmit={open} className="flex flex-col items-start gap-2">
        <div className="flex gap-2">
          <input
            type="password"
            aria-label="Password of the link"
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: there is nothing else on the page
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            className="h-button w-56 rounded-button border border-line bg-sunken px-2.5 focus-visible:outline-offset-[-1px]"
          />
          <Button kind="primary" type="submit" disabled={waiting || password === ''}>
            Open
          </Button>
        </div>
        {problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
      </form>
    </Sentence>
  )
}
