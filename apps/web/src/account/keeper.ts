import { type Person, type PersonId, personId } from '@inkwire/board'
import type { Keeper, UnsentWork } from '@inkwire/sync'
import * as z from 'zod/mini'

/** Where it is kept in localStorage for whom this browser keeps boards, and what waits to be sent. */
const KEY = 'inkwire.keeper'

/** `id` null: somebody was here, and is not any more. */
const row = z.object({ id: z.nullable(personId), guests: z.array(personId) })
type Row = z.infer<typeof row>
const NOBODY: Row = { id: null, guests: [] }

/** Whoever was here last, by the server's word. Where localStorage is forbidden nobody is known. */
export const keeper: Keeper = {
  now: () => read()?.id ?? undefined,
  is: (person) => {
    const now = read()
    return now?.id === person || now?.guests.includes(person) === true
  },
}

/** What is done with all that a browser keeps is needed rarely: not before the first stroke. */
const keptData = () => import('@inkwire/sync')

/**
 * The server has said who is here; null: nobody. Where it was somebody else before, this browser lets go of the boards that it kept for
 * them. What they could not send stays, for nobody but them.
 */
export async function settleKeeper(person: Person | null): Promise<void> {
  const before = read()
  const id = person?.id ?? null
  if (before ? before.id === id : id === null) return
  // Of a browser in which nobody was before nothing has to go.
  if (!before) return write({ id, guests: [] })
  const guests = id ? await guestsOf() : []
  // It can't be asked now: next time.
  if (!guests) return
  write({ id, guests })
  const { forgetOthers } = await keptData()
  await forgetOthers(keeper)
}

/** The session of whoever was here is over: boards of theirs are not kept any more. What waits to be sent stays theirs. */
export async function forgetCopies(): Promise<void> {
  const { forgetOthers } = await keptData()
  await forgetOthers({ now: () => undefined, is: () => false })
}

/** Whoever is here goes: nothing that is kept of them stays in this browser, what waits to be sent neither. Other tabs load anew. */
export async function forgetKeeper(): Promise<void> {
  const channel = new BroadcastChannel(KEY)
  channel.postMessage('gone')
  channel.close()
  const { forgetMine } = await keptData()
  await forgetMine(keeper)
  write(NOBODY)
}

/** What whoever is here did that only this browser has, and that the server did not take in some seconds either. */
export async function unsent(): Promise<readonly UnsentWork[]> {
  const { sendWaiting, unsentWork } = await keptData()
  const work = await unsentWork(keeper)
  if (work.length === 0) return work
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

async function guestsOf(): Promise<PersonId[] | undefined> {
  const { getAccount } = await import('./account-api.ts')
  const reply = await getAccount()
  return reply.ok ? [...reply.body.guests] : undefined
}

function read(): Row | undefined {
  try {
    return row.parse(JSON.parse(localStorage.getItem(KEY) ?? ''))
  } catch {
    return undefined
  }
}

function write(now: Row): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(now))
  } catch {
    // Forbidden, or full: nobody is known.
  }
}
