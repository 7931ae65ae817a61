import type { ElementId, GestureId } from '@inkwire/board'
import { nanoid } from 'nanoid'
import type { BoardClient } from './client.ts'
import type { ClientState } from './client-state.ts'

/** Makes a guest for a script, as a page does for a person. Returns the cookie header that says who it is. Rejects when the server can't be reached or refuses. */
export async function scriptSession(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/session`, { method: 'POST' })
  if (!answer.ok) throw new Error(`${origin} answers ${answer.status} to a request for a session`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** Resolves as soon as a client's state is as wanted, at once where it is already. Rejects when the server refuses the client. */
export function whenState(client: BoardClient, wanted: (state: ClientState) => boolean): Promise<ClientState> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined
    const look = () => {
      const state = client.getState()
      if (state.phase === 'refused') reject(new Error(state.problem?.message ?? 'The server refused.'))
      else if (wanted(state)) resolve(state)
      else return
      stop?.()
    }
    stop = client.subscribe(look)
    look()
  })
}

/** Resolves when the board is open and can be drawn on. */
export async function whenOpen(client: BoardClient): Promise<void> {
  await whenState(client, ({ phase }) => phase === 'open')
}

/** Resolves when everything that this client did is acknowledged. */
export async function whenSaved(client: BoardClient): Promise<void> {
  await whenState(client, ({ save }) => save === 'saved')
}

/** An id for a new element. */
export const newElementId = (): ElementId => nanoid() as ElementId

/** An id for a new gesture: what is undone in one step. */
export const newGestureId = (): GestureId => nanoid() as GestureId
