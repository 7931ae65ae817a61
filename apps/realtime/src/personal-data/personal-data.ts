import { Readable } from 'node:stream'
import type { BoardId, Person } from '@inkwire/board'
import { boardId } from '@inkwire/board'
import yazl from 'yazl'
import type { AssetFiles } from '../assets/asset-files.ts'
import { boardsOf, trashOf } from '../boards/board-list.ts'
import type { Database } from '../database/database.ts'
import type { DocumentThread } from '../documents/document-thread.ts'
import type { Log } from '../log/log.ts'
import { storedDocument } from '../log/stored-document.ts'

export interface PersonalDataParts {
  readonly database: Database
  readonly log: Log
  readonly thread: DocumentThread
  readonly files: Pick<AssetFiles, 'open'>
}

/**
 * All that is kept of a person, as a zip: `data.json` (person, account, sessions, boards), each board of theirs as
 * `boards/<id>.json`, its images as `images/<sha256>.<type>`. Boards are read one after the other, as fast as the zip is taken.
 *
 * @param failed told when something could not be read; the zip then ends broken, which every program notices
 */
export async function personalData(
  { database, log, thread, files }: PersonalDataParts,
  person: Person,
  failed: (error: unknown) => void,
): Promise<Readable> {
  const row = await database.person.findUniqueOrThrow({
    where: { id: person.id },
    include: { folders: true, user: { include: { sessions: true, accounts: true } } },
  })
  const [listed, trashed] = [await boardsOf(database, person.id), await trashOf(database, person.id)]
  const owned = await database.board.findMany({
    where: { ownerId: person.id },
    select: { id: true, name: true, createdAt: true, deletedAt: true, linkAccess: true },
    orderBy: { createdAt: 'asc' },
  })
  const images = await database.asset.findMany({
    where: { boards: { some: { board: { ownerId: person.id } } } },
    select: { id: true, type: true },
  })
  const { user } = row
  const data = {
    format: 'inkwire-data',
    version: 1,
    madeAt: new Date(),
    person: { ...person, since: row.createdAt },
    account:
      user && !user.isAnonymous
        ? { email: user.email, since: user.createdAt, signsInWith: user.accounts.map(({ providerId }) => providerId) }
        : null,
    sessions: user?.sessions.map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })) ?? [],
    folders: row.folders.map(({ id, name }) => ({ id, name })),
    starred: listed.filter(({ starred }) => starred).map(({ id }) => id),
    boards: owned.map(({ id, ...board }) => ({ id, ...board, file: `boards/${id}.json` })),
    sharedWithMe: listed
      .filter(({ role }) => role !== 'owner')
      .map(({ id, name, role, createdAt, folder }) => ({ id, name, role, createdAt: new Date(createdAt), folder })),
    inTheTrash: trashed.map(({ id }) => id),
  }

  const zip = new yazl.ZipFile()
  const output = Readable.from(zip.outputStream as AsyncIterable<Buffer>, { objectMode: false })
  const give = (name: string, read: () => Promise<Readable>) =>
    zip.addReadStreamLazy(name, (take) => {
      read().then(
        (stream) => take(null, stream),
        (error) => {
          failed(error)
          output.destroy(error)
        },
      )
    })
  zip.addBuffer(Buffer.from(`${JSON.stringify(data, null, 2)}\n`), 'data.json')
  for (const { id } of owned) give(`boards/${id}.json`, async () => Readable.from([await document(boardId.parse(id))]))
  for (const { id, type } of images) {
    give(`images/${id}.${type.slice('image/'.length)}`, async () => {
      const file = await files.open(id)
      return file ? file.createReadStream() : Readable.from([Buffer.alloc(0)])
    })
  }
  zip.end()
  return output

  async function document(board: BoardId): Promise<Uint8Array> {
    const head = (await log.heads([board])).get(board)
    if (!head) return Buffer.from('null\n')
    return thread.run('readable', await storedDocument(log, board, head.epoch, head.head))
  }
}
