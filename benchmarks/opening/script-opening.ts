import { boardId } from '@inkwire/board'
import { BoardClient, memoryOutbox, whenOpen } from '@inkwire/sync'
import { type Guest, join, newActor } from '../../tests/servers/guest.ts'

export interface BoardLink {
  readonly board: string
  readonly key: string
}

/** How long a script takes from its connection to the whole document, in ms. */
export async function openByScript(
  origin: string,
  cookie: string,
  { board, key }: BoardLink,
  seq: number,
): Promise<number> {
  const begun = performance.now()
  const client = new BoardClient({
    origin,
    board: boardId.parse(board),
    key,
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie } },
  })
  await whenOpen(client)
  const took = performance.now() - begun
  const head = client.head()
  await client.close()
  if (head.seq !== seq) throw new Error(`the script has batch ${head.seq} of ${seq}`)
  return took
}

/** Bytes that a join brings: the snapshot as it is sent, compressed, and the records after it. */
export async function joinBytes(guest: Guest, { board, key }: BoardLink): Promise<number> {
  const socket = await guest.connect()
  const answer = await join(socket, boardId.parse(board), newActor(), key)
  socket.disconnect()
  if (!answer.ok) throw new Error(answer.error.message)
  if (answer.snapshot === undefined) return answer.tail.length
  const snapshot = await fetch(`${guest.origin}${answer.snapshot.path}`, {
    headers: { cookie: guest.cookie, 'accept-encoding': 'gzip' },
  })
  const bytes = Number(snapshot.headers.get('content-length'))
  await snapshot.arrayBuffer()
  return answer.tail.length + bytes
}
