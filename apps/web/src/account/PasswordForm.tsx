import { LIMITS } from '@inkwire/protocol'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { changePassword } from './account-api.ts'

interface PasswordFormProps {
  readonly email: string
  /** Whether there is a password, which then has to be given; an account that came by the provider has none at first. */
  readonly known: boolean
  readonly onDone: () => void
}

/** Another password, or the first one; all other sessions end. */
export function PasswordForm({ email, known, onDone }: PasswordFormProps) {
  const [before, setBefore] = useState('')
  const [after, setAfter] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const { least, most } = LIMITS.passwordCharacters

  const send = async (event: FormEvent) => {
    event.preventDefault()
    setWaiting(true)
    setProblem(null)
    const reply = await changePassword(known ? { before, after } : { after })
    setWaiting(false)
    if (!reply.ok) {
      setProblem(reply.code === 'account.credentials' ? 'That is not your password.' : reply.message)
      return
    }
    setBefore('')
    setAfter('')
    onDone()
  }

  return (
    <form onSubmit={send} noValidate className="flex max-w-[360px] flex-col gap-3">
      {/* So that a password manager knows whose it is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      {known && (
        <TextField
          label="Password now"
          type="password"
          autoComplete="current-password"
          value={before}
          maxLength={most}
          onChange={(event) => setBefore(event.target.value)}
        />
      )}
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        value={after}
        maxLength={most}
        onChange={(event) => setAfter(event.target.value)}
        hint={`At least ${least} characters. Everywhere else you are signed out.`}
      />
      {problem && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
      <div>
        <Button type="submit" disabled={waiting || (known && before === '') || after.length < least}>
          {known ? 'Change password' : 'Set password'}
        </Button>
      </div>
    </form>
  )
}
