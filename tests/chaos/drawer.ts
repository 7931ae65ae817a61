import { type BoardId, type ElementId, type Op, orderKey } from '@inkwire/board'
import {
  BoardClient,
  memoryOutbox,
  newElementId,
  newGestureId,
  type OutboxStorage,
  type SocketIoOptions,
  whenOpen,
} from '@inkwire/sync'
import { Guest } from '../servers/guest.ts'

/** A batch that a client was told to be durable, as `<actor>/<number>`. */
export type Acknowledged = Set<string>

/** A client that keeps drawing, as fast as people do, whatever happens. */
export class Drawer {
  private timer: NodeJS.Timeout | undefined
  edits = 0

  private constructor(
    readonly client: BoardClient,
    private readonly everyMs: number,
  ) {}

  static async start(
    origin: string,
    board: BoardId,
    key: string,
    everyMs: number,
    acknowledged: Acknowledged,
    socketOptions: SocketIoOptions = {},
  ): Promise<Drawer> {
    const { cookie } = await Guest.arrive(origin)
    const client = new BoardClient({
      origin,
      board,
      key,
      outbox: witness(acknowledged),
      socketOptions: { ...socketOptions, extraHeaders: { cookie } },
    })
    await whenOpen(client)
    const drawer = new Drawer(client, everyMs)
    drawer.resume()
    return drawer
  }

  /** Draws no more; what it drew is still sent. */
  stop(): void {
    clearInterval(this.timer)
  }

  /** Draws on after `stop`. */
  resume(): void {
    this.timer = setInterval(() => this.draw(), this.everyMs)
  }

  private draw(): void {
    if (!this.client.canEdit) return
    this.edits++
    this.client.commit(newGestureId(), [this.edits % 3 === 0 ? (moved(this.client) ?? rectangle()) : rectangle()])
  }
}

/** A storage that hears what is acknowledged: it is forgotten then, and nothing takes its place. */
function witness(acknowledged: Acknowledged): OutboxStorage {
  const memory = memoryOutbox()
  return {
    ...memory,
    replaceBatches(board, gone, batches) {
      if (batches.length === 0) for (const { actor, number } of gone) acknowledged.add(`${actor}/${number}`)
      return memory.replaceBatches(board, gone, batches)
    },
  }
}

const place = () => Math.round(Math.random() * 1_000)

const rectangle = (): Op => ({
  op: 'put',
  element: {
    id: newElementId(),
    type: 'rectangle',
    order: orderKey(null, null, Math.random),
    x: place(),
    y: place(),
    w: 40,
    h: 30,
  },
})

function moved(client: BoardClient): Op | undefined {
  const ids: ElementId[] = []
  for (const { id, type } of client.elements()) {
    if (type === 'rectangle') ids.push(id)
    if (ids.length > 20) break
  }
  const id = ids[Math.floor(Math.random() * ids.length)]
  return id && { op: 'set', id, props: { x: place(), y: place() } }
}
