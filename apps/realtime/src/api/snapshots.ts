import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type BoardId, type Epoch, epoch as epochSchema } from '@inkwire/board'
import { Gathered } from '../access/gathered.ts'
import type { StoredSnapshot } from '../log/log.ts'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

const compressed = {
  gzip: promisify(gzip),
  // A third smaller than gzip at this quality, as fast to make, and faster to read. Browsers take it over TLS.
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
} as const
type Encoding = keyof typeof compressed

/** Snapshots that stay in memory, plain and in each encoding that was asked for: the newest of the boards that were opened last. */
const KEPT = 150
const KEPT_BYTES = 128 * 1024 * 1024

/** /api/v1/boards/:id/snapshots/:epoch/:seq: a snapshot's bytes. Immutable, so read and compressed once for a thousand joins. */
export const snapshots: Route = (app, { log, rooms }) => {
  const kept = new Map<string, Promise<Buffer | undefined>>()
  let bytes = 0
  const epochs = new Gathered(async (_: 'heads', boards: readonly BoardId[]) => {
    const heads = await log.heads(boards)
    return new Map(boards.map((board) => [board, heads.get(board)?.epoch ?? null]))
  })

  const read = async (board: BoardId, epoch: Epoch, seq: number): Promise<Buffer | undefined> => {
    const stored: StoredSnapshot | undefined = await log.snapshot(board, epoch, seq)
    if (stored?.seq !== seq) return undefined
    // A view: whoever sends it a thousand times must not copy it each time.
    return Buffer.from(stored.bytes.buffer, stored.bytes.byteOffset, stored.bytes.length)
  }

  const keep = (key: string, load: () => Promise<Buffer | undefined>): Promise<Buffer | undefined> => {
    const before = kept.get(key)
    if (before) return before
    const loading = load()
    kept.set(key, loading)
    loading.then(
      (snapshot) => {
        if (!snapshot) kept.delete(key)
        bytes += snapshot?.length ?? 0
        for (const [oldest, value] of kept) {
          if (kept.size <= KEPT && bytes <= KEPT_BYTES) break
          kept.delete(oldest)
          value.then(
            (gone) => {
              bytes -= gone?.length ?? 0
            },
            () => {},
          )
        }
      },
      () => kept.delete(key),
    )
    return loading
  }

  app.get('/api/v1/boards/:id/snapshots/:epoch/:seq', async (request, reply) => {
    const { board } = entryOf(request)
    const { epoch, seq } = request.params as { epoch: string; seq: string }
    const parsed = epochSchema.safeParse(epoch)
    if (!parsed.success || !/^(0|[1-9]\d{0,14})$/.test(seq)) throw new ApiRefusal('board.unknown')
    // What was kept of a log that is replaced must not be had any more: something may have been erased from it.
    if ((await epochs.get('heads', board)) !== parsed.data) throw noSuchSnapshot()
    const name = `${board} ${epoch} ${seq}`
    const plain = () => keep(name, () => read(board, parsed.data, Number(seq)))
    const encoding = encodingFor(request.headers['accept-encoding'] ?? '')
    const encode = async (into: Encoding) => {
      const bytes = await plain()
      return bytes && compressed[into](bytes)
    }
    const snapshot = await (encoding ? keep(`${name} ${encoding}`, () => encode(encoding)) : plain())
    if (!snapshot) {
      // Another instance may have thinned it out: who joins next is sent to the newest one that there is.
      const room = rooms.peek(board)
      if (room?.epoch === parsed.data && room.recent.snapshotSeq === Number(seq)) {
        room.recent.snapshotAt((await log.snapshot(board, room.epoch, room.seq))?.seq ?? 0)
      }
      throw noSuchSnapshot()
    }
    reply.header('cache-control', 'private, max-age=31536000, immutable').header('vary', 'accept-encoding')
    reply.type('application/octet-stream')
    if (encoding) reply.header('content-encoding', encoding)
    return reply.send(snapshot)
  })
}

/** The best of what a client says that it takes. Undefined: only what is not encoded. */
function encodingFor(accepted: string): Encoding | undefined {
  const taken = accepted.split(',').map((one) => one.trim().toLowerCase())
  const takes = (encoding: Encoding) =>
    taken.some((one) => one === encoding || (one.startsWith(`${encoding};`) && !/q=0(\.0*)?$/.test(one)))
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined
}

const noSuchSnapshot = (): ApiRefusal => new ApiRefusal('board.unknown', 'there is no such snapshot')
