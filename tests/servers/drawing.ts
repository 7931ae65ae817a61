import { type BoardId, type ElementId, type Op, orderKey } from '@inkwire/board'
import { BoardClient, memoryOutbox, newElementId, newGestureId, whenOpen } from '@inkwire/sync'
import { eventually } from './child.ts'
import { Guest } from './guest.ts'

/** A guest's page on a board, as a browser would have it, but without a picture. */
export async function person(origin: string, board: BoardId, key: string): Promise<BoardClient> {
  const { cookie } = await Guest.arrive(origin)
  const client = pageOf(origin, cookie, board, key)
  await whenOpen(client)
  return client
}

/** A page of whoever has that cookie. */
export const pageOf = (origin: string, cookie: string, board: BoardId, key: string): BoardClient =>
  new BoardClient({
    origin,
    board,
    key,
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie } },
  })

/** Draws a rectangle; returns its id. */
export function draw(client: BoardClient): ElementId {
  const id = newElementId()
  const element = { id, type: 'rectangle', order: orderKey(null, null, Math.random), x: 0, y: 0, w: 10, h: 10 } as const
  const op: Op = { op: 'put', element }
  client.commit(newGestureId(), [op])
  return id
}

/** Waits until all have sent everything and hold the same document of so many elements. */
export async function converged(people: readonly BoardClient[], elements: number): Promise<void> {
  const heads = () => people.map((one) => one.head())
  await eventually(
    () => {
      const [first] = heads()
      return heads().every(
        (head) =>
          head.outbox === 0 && head.elements === elements && head.seq === first?.seq && head.hash === first.hash,
      )
    },
    () => `${elements} elements everywhere: ${JSON.stringify(heads())}`,
  )
}

/** Waits until what one person shows live is seen by another. */
export async function liveCrosses(from: BoardClient, to: BoardClient): Promise<void> {
  const x = Math.round(Math.random() * 1_000)
  await eventually(
    () => {
      from.live({ kind: 'cursor', x, y: 1 })
      return to.peers().some((peer) => peer.actor === from.actor && peer.cursor?.x === x)
    },
    () => 'a cursor crosses',
  )
}
