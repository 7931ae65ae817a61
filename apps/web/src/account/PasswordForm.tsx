import { LIMITS } from '@inkwire/protocol'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { changePassword } from './account-api.ts'

/** Another password; all other sessions end. */
export function PasswordForm({ email, onDone }: { readonly email: string; readonly onDone: () => void }) {
  const [before, setBefore] = useState('')
  const [after, setAfter] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const { least, most } = LIMITS.passwordCharacters

  const send = async (event: FormEvent) => {
    event.preventDefault()
    setWaiting(true)
    setProblem(null)
    const reply = await changePassword({ before, after })
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
      <TextField
        label="Password now"
        type="password"
        autoComplete="current-password"
        value={before}
        maxLength={most}
        onChange={(event) => setBefore(event.target.value)}
      />
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
        <Button type="submit" disabled={waiting || before === '' || after.length < least}>
          Change password
        </Button>
      </div>
    </form>
  )
}
