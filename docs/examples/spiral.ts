// Draws a spiral on a board and tells which elements change while it does.
//
//   node --import tsx docs/examples/spiral.ts "http://127.0.0.1:3000/b/<board id>#<key>"
import { boardId, orderKey, packPoints } from '@inkwire/board'
import { BoardClient, memoryOutbox, newElementId, newGestureId, scriptSession, whenOpen, whenSaved } from '@inkwire/sync'

const link = new URL(process.argv[2] ?? '')
const cookie = await scriptSession(link.origin)
const client = new BoardClient({
  origin: link.origin,
  board: boardId.parse(link.pathname.split('/').at(-1)),
  key: link.hash.slice(1),
  outbox: memoryOutbox(),
  socketOptions: { extraHeaders: { cookie } },
})
client.onChange((ids) => console.log(`changed: ${[...ids].join(', ')}`))
await whenOpen(client)

const points = Array.from({ length: 300 }, (_, i) => ({
  x: (Math.cos(i / 10) - 1) * i,
  y: Math.sin(i / 10) * i,
  pressure: 0.5,
}))
client.commit(newGestureId(), [
  {
    op: 'put',
    element: {
      id: newElementId(),
      type: 'stroke',
      order: orderKey(null, null, Math.random),
      x: 600,
      y: 400,
      color: 'blue',
      width: 4,
      points: packPoints(points, 1),
    },
  },
])
await whenSaved(client)
console.log(`saved: the board shows ${client.size} elements`)
await client.close()
