import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { type PersonId, personId } from '@inkwire/board'
import { type BatchRecord, LIMITS, name as nameSchema } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { Secrets } from '../../access/secrets.ts'
import { AssetFiles } from '../../assets/asset-files.ts'
import { imageFormat } from '../../assets/image-format.ts'
import { makeBoard, type NewBoard } from '../../boards/new-board.ts'
import type { Prisma } from '../../generated/client.ts'
import { AdminError } from '../admin-error.ts'
import { ArchiveReader } from '../archive/archive-reader.ts'
import { type ArchivedBoard, checkArchive, readLog, readManifest } from '../archive/archived-board.ts'
import { imageFile } from '../archive/manifest.ts'
import type { AdminContext, Command } from '../command.ts'
import { personNamed } from '../naming.ts'

/** A board of a million batches takes a while. */
const WRITE_MS = 60 * 60_000
const PATIENCE_MS = 10_000
/** Bytes of ops that go to the database in one statement. */
const INSERT_BYTES = 4 * 1024 * 1024

/** Makes a new board out of an archive: its own id, link and epoch, the archive's history. */
export const importBoard: Command = {
  usage: '<file.zip> --owner <person> [--name <name>]',
  about: 'makes a new board out of an archive, with its history and images',
  options: { owner: { type: 'string' }, name: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(context, { words: [file = ''], text }) {
    const { secret, database, say } = context
    if (secret === undefined)
      throw new AdminError('SECRET is missing: the new board gets a link that is sealed with it.')
    const owner = await personNamed(database, text('owner') ?? noOwner())
    const archive = await ArchiveReader.open(resolve(file))
    try {
      const board = await checkArchive(archive, await readManifest(archive))
      const name = nameSchema.safeParse(text('name') ?? board.manifest.board.name)
      if (!name.success) throw new AdminError(`A name has 1 to ${LIMITS.nameCharacters} characters.`)
      await takeImages(context, archive, board)
      const made = await database.$transaction(
        (transaction) => write({ transaction, secrets: new Secrets(secret), archive, board, owner, name: name.data }),
        { timeout: WRITE_MS, maxWait: PATIENCE_MS },
      )
      const { head, floor, elements, images } = board.manifest
      say(`/b/${made.row.id}#${made.key}`)
      say(`${elements} elements, ${head - floor} batches, ${images.length} images; whoever has this link may edit.`)
      return true
    } finally {
      archive.close()
    }
  },
}

function noOwner(): never {
  throw new AdminError("Say whose it is: --owner ann@example.org, or a person's id.")
}

/** The files first: a board must never name an image that is not there. */
async function takeImages({ database, assetsDir }: AdminContext, archive: ArchiveReader, { manifest }: ArchivedBoard) {
  const files = new AssetFiles(assetsDir)
  for (const { id } of manifest.images) {
    const bytes = await archive.read(imageFile(id))
    const format = imageFormat(bytes)
    if (!format || createHash('sha256').update(bytes).digest('hex') !== id)
      throw new AdminError(`The image ${id} of the archive is damaged.`)
    const { type, w, h } = format
    await files.write(id, bytes)
    const create = { id, type, width: w, height: h, bytes: bytes.length }
    // What no board has is kept for a day: until then this one has it.
    await database.asset.upsert({ where: { id }, create, update: { createdAt: new Date() } })
  }
}

interface Import {
  readonly transaction: Prisma.TransactionClient
  readonly secrets: Secrets
  readonly archive: ArchiveReader
  readonly board: ArchivedBoard
  readonly owner: PersonId
  readonly name: string
}

async function write({ transaction, secrets, archive, board, owner, name }: Import): Promise<NewBoard> {
  const { manifest, actors, snapshots } = board
  await transaction.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`
  const made = await makeBoard(transaction, secrets, { name, owner, head: manifest.head })
  if (!made) throw new AdminError(`${owner} has ${LIMITS.boardsPerPerson} boards, as many as a person may have.`)
  const { row, epoch } = made
  const id = row.id
  await transaction.boardHead.update({ where: { board: id }, data: { floor: manifest.floor } })
  // Whoever drew, as they were called; those who are known here stay as they are.
  await transaction.person.createMany({ data: manifest.people, skipDuplicates: true })
  const people = new Set((await transaction.person.findMany({ where: { id: { in: manifest.people.map((one) => one.id) } }, select: { id: true } })).map((one) => one.id)) // biome-ignore format: one row
  for (const file of manifest.log) {
    for (const part of partsOf(await readLog(archive, file))) {
      await transaction.batch.createMany({
        data: part.map(({ at, ops, ...record }) => ({ ...record, board: id, at: new Date(at), ops: Buffer.from(ops) })),
      })
    }
  }
  await transaction.actor.createMany({
    data: [...actors].map(([actor, state]) => ({
      board: id,
      actor,
      ...state,
      lastDigest: Buffer.from(state.lastDigest),
    })),
  })
  for (const [seq, snapshot] of snapshots) {
    await transaction.snapshot.create({
      data: { board: id, epoch, seq, ...snapshot, bytes: Buffer.from(snapshot.bytes) },
    })
  }
  await transaction.erased.createMany({ data: manifest.erased.map((element) => ({ board: id, element })) })
  await transaction.version.createMany({
    data: manifest.versions
      .filter(({ seq }) => seq <= manifest.head)
      .map(({ seq, name: called, person, createdAt }) => ({
        id: nanoid(), boardId: id, seq, name: called, personId: person, createdAt,
      })), // biome-ignore format: one row of names
  })
  await transaction.boardAsset.createMany({
    data: manifest.images.map((image) => ({
      boardId: id,
      assetId: image.id,
      personId: people.has(image.person) ? image.person : personId.parse(owner),
    })),
    skipDuplicates: true,
  })
  return made
}

/** Cuts records into parts that one statement takes. */
function* partsOf(records: readonly BatchRecord[]): Iterable<BatchRecord[]> {
  let part: BatchRecord[] = []
  let bytes = 0
  for (const record of records) {
    if (part.length > 0 && bytes + record.ops.length > INSERT_BYTES) {
      yield part
      part = []
      bytes = 0
    }
    part.push(record)
    bytes += record.ops.length
  }
  if (part.length > 0) yield part
}
