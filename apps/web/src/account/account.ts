import type { Person } from '@inkwire/board'
import type { AccountBody } from '@inkwire/protocol'
import { getSession } from '../api.ts'
import { useLoaded } from '../ui/loaded.ts'
import { getAccount } from './account-api.ts'
import { settleKeeper } from './keeper.ts'

/** What the account page shows. */
export type Account =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | ({ readonly kind: 'shown'; readonly person: Person | null } & AccountBody)

export interface AccountActions {
  readonly reload: () => void
  readonly setPerson: (person: Person) => void
}

/** Who I am, and how I sign in. */
export function useAccount(): readonly [Account, AccountActions] {
  const [state, setState, again] = useLoaded<Account>(load, { kind: 'loading' })

  return [
    state,
    {
      reload: again,
      setPerson: (person) => setState((before) => (before.kind === 'shown' ? { ...before, person } : before)),
    },
  ]
}

async function load(): Promise<Account> {
  const [session, account] = await Promise.all([getSession(), getAccount()])
  if (!session.ok) return { kind: 'failed', message: session.message }
  if (!account.ok) return { kind: 'failed', message: account.message }
  await settleKeeper(session.body.person)
  return { kind: 'shown', person: session.body.person, ...account.body }
}
