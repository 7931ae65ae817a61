import { type BoardId, boardId } from '@inkwire/board'
import * as z from 'zod'
import type { Database } from '../database/database.ts'
import type { PostgresLog } from '../log/postgres-log.ts'
import { foldedDocument, storedDocument } from '../log/stored-document.ts'

/** What an operator wants to know of a board first. */
export interface BoardFacts {
  readonly id: BoardId
  readonly name: string
  readonly owner: { readonly id: string; readonly name: string; readonly email: string | null }
  readonly createdAt: Date
  readonly editedAt: Date
  /** Since when it is in the trash. */
  readonly deletedAt: Date | null
  readonly link: string
  readonly epoch: string
  readonly head: number
  readonly floor: number
  readonly elements: number
  readonly bytes: { readonly log: number; readonly snapshots: number; readonly images: number }
}

const size = z.array(z.object({ log: z.coerce.number(), snapshots: z.coerce.number(), images: z.coerce.number() }))

/** Undefined: there is no such board. The elements are counted by folding what came after its newest snapshot. */
export async function boardFacts(
  database: Database,
  log: PostgresLog,
  board: BoardId,
): Promise<BoardFacts | undefined> {
  const row = await database.board.findUnique({
    where: { id: board },
    include: { owner: { include: { user: { select: { email: true, isAnonymous: true } } } } },
  })
  const head = await database.boardHead.findUnique({ where: { board } })
  if (!row || !head) return undefined
  const [bytes] = size.parse(
    await database.$queryRaw`SELECT
      (SELECT coalesce(sum(octet_length("ops")), 0) FROM "Batch" WHERE "board" = ${board}) AS log,
      (SELECT coalesce(sum(octet_length("bytes")), 0) FROM "Snapshot" WHERE "board" = ${board}) AS snapshots,
      (SELECT coalesce(sum(a."bytes"), 0) FROM "BoardAsset" b JOIN "Asset" a ON a."id" = b."assetId" WHERE b."boardId" = ${board}) AS images`,
  )
  const at = (await log.heads([board])).get(board)
  const document = at && foldedDocument(await storedDocument(log, board, at.epoch, at.head))
  const { user } = row.owner
  return {
    id: boardId.parse(row.id),
    name: row.name,
    owner: { id: row.ownerId, name: row.owner.name, email: user && !user.isAnonymous ? user.email : null },
    createdAt: row.createdAt,
    editedAt: head.editedAt,
    deletedAt: row.deletedAt,
    link: row.linkAccess,
    epoch: head.epoch,
    head: at?.head ?? Number(head.head),
    floor: Number(head.floor),
    elements: document?.size ?? 0,
    bytes: bytes ?? { log: 0, snapshots: 0, images: 0 },
  }
}

/** Ids of all boards, those in the trash too, the last edited first; of one owner where that is given. */
export async function allBoards(database: Database, owner?: string): Promise<BoardId[]> {
  const rows = await database.$queryRaw`
    SELECT b."id" FROM "Board" b JOIN "BoardHead" h ON h."board" = b."id"
    WHERE ${owner ?? null}::text IS NULL OR b."ownerId" = ${owner ?? null}::text ORDER BY h."editedAt" DESC, b."id"`
  return z
    .array(z.object({ id: z.string().transform((id) => id as BoardId) }))
    .parse(rows)
    .map(({ id }) => id)
}
