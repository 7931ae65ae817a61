import type { Person } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { signIn, signUp, toProvider } from './account-api.ts'

interface SignInFormProps {
  /** The guest that I am, who comes along; null for nobody yet. */
  readonly person: Person | null
  readonly provider: { readonly name: string } | null
  /** What the provider's way back had to say. */
  readonly trouble: string | null
  /** The page of ours on which I end. */
  readonly back: string
  /** Whether an account is made; else it signs in to one. */
  readonly making: boolean
  readonly onMaking: (making: boolean) => void
  readonly onDone: () => void
}

/** Signs in to an account, or makes one. */
export function SignInForm({ person, provider, trouble, back, making, onMaking, onDone }: SignInFormProps) {
  const [name, setName] = useState(person?.name ?? '')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(trouble)
  const [waiting, setWaiting] = useState(false)
  const { least, most } = LIMITS.passwordCharacters
  const complete = email.includes('@') && (making ? password.length >= least && name.trim() !== '' : password !== '')

  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (waiting || !complete) return
    setWaiting(true)
    setProblem(null)
    const credentials = { email: email.trim(), password }
    const reply = await (making ? signUp({ ...credentials, name: name.trim() }) : signIn(credentials))
    setWaiting(false)
    if (reply.ok) onDone()
    else setProblem(reply.message)
  }

  const goToProvider = async () => {
    setWaiting(true)
    const reply = await toProvider(back)
    if (reply.ok) return window.location.assign(reply.body.url)
    setWaiting(false)
    setProblem(reply.message)
  }

  return (
    <div className="flex max-w-[360px] flex-col gap-4">
      <p className="text-muted">
        {person
          ? 'You are a guest here: your boards are known to this browser only. With an account they come along to every device.'
          : 'With an account your boards come along to every device.'}
      </p>
      {provider && (
        <Button disabled={waiting} onClick={goToProvider}>
          Continue with {provider.name}
        </Button>
      )}
      <form onSubmit={send} noValidate className="flex flex-col gap-3">
        {making && (
          <TextField
            label="Your name"
            autoComplete="name"
            value={name}
            maxLength={LIMITS.nameCharacters}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          maxLength={LIMITS.emailCharacters}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete={making ? 'new-password' : 'current-password'}
          value={password}
          maxLength={most}
          onChange={(event) => setPassword(event.target.value)}
          hint={
            making ? `At least ${least} characters.` : 'Forgotten? Whoever runs this server can give you a new one.'
          }
        />
        {problem && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
        <div className="mt-1 flex flex-wrap gap-2">
          <Button kind="primary" type="submit" disabled={waiting || !complete}>
            {making ? 'Create account' : 'Sign in'}
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              onMaking(!making)
              setProblem(null)
            }}
          >
            {making ? 'I have an account' : 'Create an account'}
          </Button>
        </div>
      </form>
    </div>
  )
}
