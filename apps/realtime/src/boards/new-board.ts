import { randomBytes } from 'node:crypto'
import type { BoardId, PersonId } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import type { Secrets } from '../access/secrets.ts'
import type { Database } from '../database/database.ts'
import type { Board, Prisma } from '../generated/client.ts'

export interface NewBoard {
  readonly row: Board
  readonly epoch: string
  /** The link's, as it stands behind the # of its address. */
  readonly key: string
}

/** Makes the rows of a new board whose log stands at `head`; undefined: its owner has as many as a person may have. */
export async function makeBoard(
  database: Database | Prisma.TransactionClient,
  secrets: Secrets,
  { name, owner, head }: { readonly name: string; readonly owner: PersonId; readonly head: number },
): Promise<NewBoard | undefined> {
  // With those in the trash: or a script could make and delete boards without an end.
  const owned = await database.board.count({ where: { ownerId: owner } })
  if (owned >= LIMITS.boardsPerPerson) return undefined
  const id = nanoid() as BoardId
  const key = secrets.newLinkKey()
  const epoch = randomBytes(16).toString('base64url')
  const row = await database.board.create({
    data: { id, name, ownerId: owner, linkKey: secrets.sealLinkKey(key) },
  })
  await database.boardHead.create({ data: { board: id, epoch, head } })
  return { row, epoch, key }
}
