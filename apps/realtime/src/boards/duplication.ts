import { randomBytes } from 'node:crypto'
import { type ActorId, type BoardId, FOLD_VERSION, type GestureId, type PersonId } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import type { Secrets } from '../access/secrets.ts'
import { copyAssets } from '../assets/assets.ts'
import type { Database } from '../database/database.ts'
import type { DocumentThread } from '../documents/document-thread.ts'
import type { Log } from '../log/log.ts'
import { storedDocument } from '../log/stored-document.ts'
import { makeBoard, type NewBoard } from './new-board.ts'

/** Bytes of ops that go to the database in one statement. */
const INSERT_BYTES = 4 * 1024 * 1024
/** Rows of one statement: PostgreSQL takes 65,535 parameters, nine of each row. */
const INSERT_ROWS = 1_000
const WRITE_MS = 60_000
const PATIENCE_MS = 10_000

export interface DuplicationParts {
  readonly database: Database
  readonly secrets: Secrets
  readonly log: Log
  readonly thread: DocumentThread
}

/**
 * Makes a board of its own out of what a board holds now, for whoever may see it: its log begins with batches that put the
 * elements (documents/copy.ts), committed with the board in one transaction, so there is never half a copy.
 *
 * @returns 'unknown': the board is gone; 'full': the person has as many boards as one may have
 */
export async function duplicateBoard(
  { database, secrets, log, thread }: DuplicationParts,
  board: BoardId,
  name: string,
  owner: PersonId,
): Promise<NewBoard | 'unknown' | 'full'> {
  const head = (await log.heads([board])).get(board)
  if (!head) return 'unknown'
  const document = await storedDocument(log, board, head.epoch, head.head)
  const actor = randomBytes(16).toString('base64url') as ActorId
  const gesture = nanoid() as GestureId
  const { batches, digest, snapshot } = await thread.run('copy', { document, actor, gesture })

  return database.$transaction(
    async (transaction) => {
      const made = await makeBoard(transaction, secrets, { name, owner, head: batches.length })
      if (!made) return 'full'
      const { row, epoch } = made
      await copyAssets(transaction, board, row.id, owner)
      const at = row.createdAt
      for (const part of partsOf(batches)) {
        await transaction.batch.createMany({
          data: part.map(({ number, ops }) => ({
            board: row.id, seq: number, actor, number, person: owner, at, foldVersion: FOLD_VERSION, gesture, ops,
          })), // biome-ignore format: one row of names
        })
      }
      const last = batches.length
      if (last === 0) return made
      await transaction.actor.create({
        data: { board: row.id, actor, person: owner, lastNumber: last, lastSeq: last, lastDigest: Buffer.from(digest) },
      })
      // One batch is as quickly read as its snapshot.
      if (last > 1) {
        const bytes = Buffer.from(snapshot.bytes)
        await transaction.snapshot.create({ data: { board: row.id, epoch, seq: last, ...snapshot, bytes } })
      }
      return made
    },
    { timeout: WRITE_MS, maxWait: PATIENCE_MS },
  )
}

/** "Copy of …", not longer than a name may be. */
export function copyName(name: string): string {
  let copy = 'Copy of '
  for (const character of name) {
    if (copy.length + character.length > LIMITS.nameCharacters) break
    copy += character
  }
  return copy
}

interface Numbered {
  readonly number: number
  readonly ops: Buffer<ArrayBuffer>
}

/** Numbers batches 1, 2, 3 … and cuts them into parts that one statement takes. */
function* partsOf(batches: readonly Uint8Array[]): Iterable<Numbered[]> {
  let part: Numbered[] = []
  let bytes = 0
  for (const [i, batch] of batches.entries()) {
    if (part.length >= INSERT_ROWS || (part.length > 0 && bytes + batch.length > INSERT_BYTES)) {
      yield part
      part = []
      bytes = 0
    }
    part.push({ number: i + 1, ops: Buffer.from(batch) })
    bytes += batch.length
  }
  if (part.length > 0) yield part
}
