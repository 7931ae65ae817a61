import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { removeAccount } from './account-api.ts'

interface DeleteAccountDialogProps {
  /** Of the account; null for a guest. */
  readonly email: string | null
  /** Whether it has one, which then has to be given. */
  readonly password: boolean
  /** Whether something was done that only this browser has. */
  readonly unsent: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Asks before a person is deleted, with all that is theirs. */
export function DeleteAccountDialog({ email, password: needed, unsent, onClose, onDone }: DeleteAccountDialogProps) {
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)

  const remove = async (event: FormEvent) => {
    event.preventDefault()
    setWaiting(true)
    setProblem(null)
    const reply = await removeAccount(needed ? { password } : {})
    if (reply.ok) return onDone()
    setWaiting(false)
    setProblem(reply.code === 'account.credentials' ? 'That is not your password.' : reply.message)
  }

  return (
    <Dialog
      title={email ? 'Delete your account and all your boards?' : 'Delete all your boards?'}
      onClose={onClose}
      className="max-w-[420px]"
    >
      <form onSubmit={remove} className="flex flex-col gap-3 px-5 pt-1 pb-5">
        <p className="text-muted">
          Your boards are gone for everyone, at once and for ever. If others need one, make one of them its owner first.
          What you drew on boards of others stays there, without your name.
          {unsent && ' Changes that this browser could not send yet are lost.'}
        </p>
        {needed && (
          <>
            <input type="email" autoComplete="username" value={email ?? ''} readOnly hidden />
            <TextField
              label="Your password"
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </>
        )}
        {problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
        <div className="mt-1 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" disabled={waiting || (needed && password === '')}>
            Delete for ever
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
