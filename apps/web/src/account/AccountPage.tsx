'use client'

import type { UnsentWork } from '@inkwire/sync'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { Failed } from '../home/Failed.tsx'
import { HomeFrame } from '../home/HomeFrame.tsx'
import { Button } from '../ui/Button.tsx'
import { useToasts } from '../ui/Toasts.tsx'
import { useAccount } from './account.ts'
import { DATA_PATH, signOut, signOutEverywhere, toProvider } from './account-api.ts'
import { backFrom } from './back.ts'
import { DeleteAccountDialog } from './DeleteAccountDialog.tsx'
import { forgetKeeper, unsent } from './keeper.ts'
import { PasswordForm } from './PasswordForm.tsx'
import { SignInForm } from './SignInForm.tsx'
import { SignOutDialog } from './SignOutDialog.tsx'

/** Signing in and up; for whoever has an account: signing out, another password. */
export function AccountPage() {
  const [state, actions] = useAccount()
  const [arrived, setArrived] = useState<{ readonly back: string; readonly trouble: string | null } | null>(null)
  const [deleting, setDeleting] = useState<readonly UnsentWork[] | null>(null)
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const [asking, setAsking] = useState(false)
  const [making, setMaking] = useState(false)
  const toasts = useToasts()
  const router = useRouter()

  useEffect(() => {
    const { search } = window.location
    setArrived({ back: backFrom(search), trouble: troubleFrom(search) })
  }, [])

  const leave = async (go: typeof signOut) => {
    const reply = await go()
    if (!reply.ok) return toasts.show({ text: reply.message })
    await forgetKeeper()
    // The page forgets all it knew, too.
    window.location.assign('/')
  }

  /** What comes next may have to send something first. */
  const ask = async (what: () => Promise<void>) => {
    setAsking(true)
    await what()
    setAsking(false)
  }

  const askToLeave = (go: typeof signOut) =>
    ask(async () => {
      const work = await unsent()
      if (work.length > 0) setLeaving({ go, work })
      else await leave(go)
    })

  const connect = async () => {
    const reply = await toProvider('/account')
    if (reply.ok) window.location.assign(reply.body.url)
    else toasts.show({ text: reply.message })
  }

  const shown = state.kind === 'shown' ? state : null
  const account = shown?.account ?? null
  return (
    <HomeFrame
      title={shown && !account ? (making ? 'Create an account' : 'Sign in') : 'Account'}
      other={{ title: 'Boards', href: '/' }}
      person={shown?.person}
      onPerson={actions.setPerson}
      toasts={toasts}
    >
      {state.kind === 'failed' && <Failed message={state.message} onRetry={actions.reload} />}
      {shown && !account && arrived && (
        <SignInForm
          {...shown}
          {...arrived}
          making={making}
          onMaking={setMaking}
          onDone={() => router.push(arrived.back)}
        />
      )}
      {shown && account && (
        <div className="flex flex-col gap-8">
          <Section title={account.email}>
            {arrived?.trouble && (
              <p role="alert" className="text-danger">
                {arrived.trouble}
              </p>
            )}
            <div className="flex flex-wrap gap-2">
              <Button disabled={asking} onClick={() => askToLeave(signOut)}>
                Sign out
              </Button>
              <Button kind="quiet" disabled={asking} onClick={() => askToLeave(signOutEverywhere)}>
                Sign out everywhere
              </Button>
              {shown.provider && !account.provider && (
                <Button kind="quiet" onClick={connect}>
                  Connect {shown.provider.name}
                </Button>
              )}
            </div>
          </Section>
          <Section title="Password">
            {!account.password && (
              <p className="max-w-[360px] text-muted">
                You sign in with {shown.provider?.name ?? 'a provider'}. With a password you can sign in without it,
                too.
              </p>
            )}
            <PasswordForm
              email={account.email}
              known={account.password}
              onDone={() => {
                actions.reload()
                const done = account.password ? 'Password changed' : 'Password set'
                toasts.show({ text: `${done}. Everywhere else you are signed out.` })
              }}
            />
          </Section>
        </div>
      )}
      {shown?.person && (
        <div className="mt-8">
          <Section title="Your data">
            <p className="max-w-[360px] text-muted">
              All that is kept of you: your boards with their images, and what this page shows.
            </p>
            <div className="flex flex-wrap gap-2">
              <a
                href={DATA_PATH}
                download
                className="inline-flex h-button items-center rounded-button border border-line bg-panel px-3 font-medium hover:bg-sunken"
              >
                Download
              </a>
              <Button
                kind="quiet-danger"
                disabled={asking}
                onClick={() => ask(async () => setDeleting(await unsent()))}
              >
                Delete everything
              </Button>
            </div>
          </Section>
        </div>
      )}
      {deleting && (
        <DeleteAccountDialog
          email={account?.email ?? null}
          password={account?.password ?? false}
          unsent={deleting.length > 0}
          onClose={() => setDeleting(null)}
          onDone={async () => {
            await forgetKeeper()
            window.location.assign('/')
          }}
        />
      )}
      {leaving && (
        <SignOutDialog unsent={leaving.work} onClose={() => setLeaving(null)} onSignOut={() => leave(leaving.go)} />
      )}
    </HomeFrame>
  )
}

/** A way out that has to be thought over, and what would be lost. */
interface Leaving {
  readonly go: typeof signOut
  readonly work: readonly UnsentWork[]
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-heading font-semibold">{title}</h2>
      {children}
    </section>
  )
}

/** What went wrong on the way back from the provider, for people. */
function troubleFrom(search: string): string | null {
  const code = new URLSearchParams(search).get('error')
  if (code === null) return null
  if (code === 'account_not_linked') {
    return 'There is an account with this e-mail address already. Sign in to it with its password, then connect the two.'
  }
  return 'Signing in did not come to its end. Try again.'
}
