import { type BoardId, boardId, type PersonId } from '@inkwire/board'
import type { ListedBoard, TrashedBoard } from '@inkwire/protocol'
import * as z from 'zod'
import { roleOf } from '../access/access.ts'
import type { Database } from '../database/database.ts'
import { TRASH_MS } from './trash.ts'

/** Boards in one answer. */
const LISTED = 500

const row = z.object({
  id: z.custom<BoardId>((value) => boardId.safeParse(value).success),
  name: z.string(),
  createdAt: z.date(),
  editedAt: z.date(),
})
const mine = row.extend({
  ownerId: z.string(),
  linkAccess: z.string(),
  linkVersion: z.number(),
  linkExpiresAt: z.nullable(z.date()),
  memberRole: z.nullable(z.string()),
  grantedVersion: z.nullable(z.number()),
  starred: z.nullable(z.boolean()),
  folderId: z.nullable(z.string()),
  openedAt: z.nullable(z.date()),
})
const trashed = row.extend({ deletedAt: z.date() })

/** The boards that a person owns, is a member of or came to with their link, newest edit first. One query, from the person's side. */
export async function boardsOf(database: Database, person: PersonId): Promise<ListedBoard[]> {
  const rows = await database.$queryRaw`
    SELECT b."id", b."name", b."createdAt", b."ownerId", b."linkAccess", b."linkVersion", b."linkExpiresAt", h."editedAt",
      m."role" AS "memberRole", g."linkVersion" AS "grantedVersion", p."starred", p."folderId", p."openedAt"
    FROM (
      SELECT "id" FROM "Board" WHERE "ownerId" = ${person}
      UNION SELECT "boardId" FROM "Member" WHERE "personId" = ${person}
      UNION SELECT "boardId" FROM "Grant" WHERE "personId" = ${person}
    ) AS mine
    JOIN "Board" b ON b."id" = mine."id"
    JOIN "BoardHead" h ON h."board" = b."id"
    LEFT JOIN "Member" m ON m."boardId" = b."id" AND m."personId" = ${person}
    LEFT JOIN "Place" p ON p."boardId" = b."id" AND p."personId" = ${person}
    LEFT JOIN "Grant" g ON g."boardId" = b."id" AND g."personId" = ${person}
    WHERE b."deletedAt" IS NULL AND (b."ownerId" = ${person} OR m."role" IS NOT NULL
      OR (g."linkVersion" = b."linkVersion" AND b."linkAccess" <> 'none'
        AND (b."linkExpiresAt" IS NULL OR b."linkExpiresAt" > clock_timestamp())))
    ORDER BY h."editedAt" DESC LIMIT ${LISTED}`
  return z
    .array(mine)
    .parse(rows)
    .flatMap(({ id, name, createdAt, editedAt, memberRole, grantedVersion, ...found }) => {
      const members = memberRole === null ? [] : [{ role: memberRole }]
      const grants = grantedVersion === null ? [] : [{ linkVersion: grantedVersion }]
      const role = roleOf({ ...found, members, grants }, person)
      if (!role) return []
      const times = { createdAt: createdAt.getTime(), editedAt: editedAt.getTime() }
      const openedAt = found.openedAt?.getTime() ?? null
      return [{ id, name, role, ...times, starred: found.starred ?? false, folder: found.folderId, openedAt }]
    })
}

/** A person's own boards in the trash, the last one thrown away first. */
export async function trashOf(database: Database, person: PersonId): Promise<TrashedBoard[]> {
  const rows = await database.$queryRaw`
    SELECT b."id", b."name", b."createdAt", b."deletedAt", h."editedAt"
    FROM "Board" b JOIN "BoardHead" h ON h."board" = b."id"
    WHERE b."ownerId" = ${person} AND b."deletedAt" > ${new Date(Date.now() - TRASH_MS)}
    ORDER BY b."deletedAt" DESC LIMIT ${LISTED}`
  return z
    .array(trashed)
    .parse(rows)
    .map(({ id, name, createdAt, editedAt, deletedAt }) => ({
      id,
      name,
      role: 'owner',
      createdAt: createdAt.getTime(),
      editedAt: editedAt.getTime(),
      deletedAt: deletedAt.getTime(),
      expiresAt: deletedAt.getTime() + TRASH_MS,
    }))
}
