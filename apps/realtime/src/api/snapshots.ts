import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type BoardId, type Epoch, epoch as epochSchema } from '@inkwire/board'
import { Gathered } from '../access/gathered.ts'
import type { StoredSnapshot } from '../log/log.ts'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

const compress = promisify(gzip)

interface Snapshot {
  readonly plain: Buffer
  readonly gzipped: Buffer
}

/** Snapshots that stay in memory: the newest of the boards that were opened last. */
const KEPT = 50
const KEPT_BYTES = 128 * 1024 * 1024

/** /api/v1/boards/:id/snapshots/:epoch/:seq: a snapshot's bytes. Immutable, so read and compressed once for a thousand joins. */
export const snapshots: Route = (app, { log, rooms }) => {
  const kept = new Map<string, Promise<Snapshot | undefined>>()
  let bytes = 0
  const epochs = new Gathered(async (_: 'heads', boards: readonly BoardId[]) => {
    const heads = await log.heads(boards)
    return new Map(boards.map((board) => [board, heads.get(board)?.epoch ?? null]))
  })

  const read = async (board: BoardId, epoch: Epoch, seq: number): Promise<Snapshot | undefined> => {
    const stored: StoredSnapshot | undefined = await log.snapshot(board, epoch, seq)
    if (stored?.seq !== seq) return undefined
    // A view: whoever sends it a thousand times must not copy it each time.
    const { buffer, byteOffset, length } = stored.bytes
    return { plain: Buffer.from(buffer, byteOffset, length), gzipped: await compress(stored.bytes) }
  }

  const keep = (key: string, load: () => Promise<Snapshot | undefined>): Promise<Snapshot | undefined> => {
    const before = kept.get(key)
    if (before) return before
    const loading = load()
    kept.set(key, loading)
    loading.then(
      (snapshot) => {
        if (!snapshot) kept.delete(key)
        bytes += sizeOf(snapshot)
        for (const [oldest, value] of kept) {
          if (kept.size <= KEPT && bytes <= KEPT_BYTES) break
          kept.delete(oldest)
          value.then(
            (gone) => {
              bytes -= sizeOf(gone)
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
    if (!parsed.success || !/^\d{1,15}$/.test(seq)) throw new ApiRefusal('board.unknown')
    // What was kept of a log that is replaced must not be had any more: something may have been erased from it.
    if ((await epochs.get('heads', board)) !== parsed.data) throw noSuchSnapshot()
    const snapshot = await keep(`${board} ${epoch} ${seq}`, () => read(board, parsed.data, Number(seq)))
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
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(snapshot.plain)
    return reply.header('content-encoding', 'gzip').send(snapshot.gzipped)
  })
}

const noSuchSnapshot = (): ApiRefusal => new ApiRefusal('board.unknown', 'there is no such snapshot')

const sizeOf = (snapshot: Snapshot | undefined): number =>
  snapshot ? snapshot.plain.length + snapshot.gzipped.length : 0
