import { type Person, type PersonId, personId } from '@inkwire/board'
import type { Keeper } from '@inkwire/sync'
import type { UnsentWork } from '@inkwire/sync/kept-data'
import * as z from 'zod/mini'
import { getAccount } from './account-api.ts'

/** Where it is kept in localStorage for whom this browser keeps boards, and what waits to be sent. */
const KEY = 'inkwire.keeper'

const row = z.object({ id: personId, guests: z.array(personId) })
type Row = z.infer<typeof row>

/** Whoever was here last, by the server's word. Where localStorage is forbidden nobody is known: then there are no copies either. */
export const keeper: Keeper = {
  now: () => read()?.id,
  is: (person) => {
    const now = read()
    return now !== undefined && (now.id === person || now.guests.includes(person))
  },
}

/**
 * The server has said who is here; null: nobody. Where it was somebody else before, this browser lets go of the boards that it kept for
 * them. What they could not send stays, for nobody but them.
 */
export async function settleKeeper(person: Person | null): Promise<void> {
  const before = read()
  if (before?.id === person?.id && before) return
  if (!person) {
    if (!before) return
    write(undefined)
  } else {
    const guests = before ? await guestsOf() : []
    // It can't be asked now: next time.
    if (!guests) return
    write({ id: person.id, guests })
  }
  const { forgetOthers } = await import('@inkwire/sync/kept-data')
  await forgetOthers(keeper)
}

/** The session of whoever was here is over: boards of theirs are not kept any more. What waits to be sent stays theirs. */
export async function forgetCopies(): Promise<void> {
  const { forgetOthers } = await import('@inkwire/sync/kept-data')
  await forgetOthers({ now: () => undefined, is: () => false })
}

/** Whoever is here goes: nothing that is kept of them stays in this browser, what waits to be sent neither. Other tabs load anew. */
export async function forgetKeeper(): Promise<void> {
  const channel = new BroadcastChannel(KEY)
  channel.postMessage('gone')
  channel.close()
  const { forgetMine } = await import('@inkwire/sync/kept-data')
  await forgetMine(keeper)
  write(undefined)
}

/** What whoever is here did that only this browser has, and that the server did not take in some seconds either. */
export async function unsent(): Promise<readonly UnsentWork[]> {
  const { unsentWork } = await import('@inkwire/sync/kept-data')
  const work = await unsentWork(keeper)
  if (work.length === 0) return work
  const { sendWaiting } = await import('@inkwire/sync/send-waiting')
  await sendWaiting(
    work.map(({ board }) => board),
    keeper,
  )
  return unsentWork(keeper)
}

/** Calls back when whoever is here goes, in another tab. Returns how to stop. */
export function onGone(callback: () => void): () => void {
  const channel = new BroadcastChannel(KEY)
  channel.addEventListener('message', callback)
  return () => channel.close()
}

async function guestsOf(): Promise<readonly PersonId[] | undefined> {
  const reply = await getAccount()
  return reply.ok ? reply.body.guests : undefined
}

function read(): Row | undefined {
  try {
    return row.parse(JSON.parse(localStorage.getItem(KEY) ?? 'null'))
  } catch {
    return undefined
  }
}

function write(now: { readonly id: PersonId; readonly guests: readonly PersonId[] } | undefined): void {
  try {
    if (now) localStorage.setItem(KEY, JSON.stringify(now))
    else localStorage.removeItem(KEY)
  } catch {
    // Forbidden, or full: nobody is known.
  }
}
