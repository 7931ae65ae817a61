import { resolve } from 'node:path'
import { BoardDocument, type BoardId, unpackSnapshot } from '@inkwire/board'
import { packRecords } from '@inkwire/protocol'
import { AssetFiles } from '../../assets/asset-files.ts'
import { readableDocument } from '../../documents/readable.ts'
import type { Head } from '../../log/log.ts'
import { foldRecords } from '../../log/refold.ts'
import { storedDocument } from '../../log/stored-document.ts'
import { AdminError } from '../admin-error.ts'
import { ArchiveWriter } from '../archive/archive-writer.ts'
import { type ArchiveManifest, archiveManifest, imageFile, MANIFEST_FILE, snapshotFile } from '../archive/manifest.ts'
import type { AdminContext, Command } from '../command.ts'
import { boardNamed } from '../naming.ts'

/** Records of one file of the log. */
const PAGE = 1_000

/** One board with its log, named versions and images as a zip, which `import` takes. */
export const exportBoard: Command = {
  usage: '<board> <new file.zip>',
  about: 'one board with its history and images as an archive',
  options: {},
  words: { least: 2, most: 2 },
  async run(context, { words: [name = '', file = ''] }) {
    const board = boardNamed(name)
    const { log, say } = context
    const head = (await log.heads([board])).get(board)
    if (!head) throw new AdminError(`There is no board ${board}.`)
    const path = resolve(file)
    const manifest = await manifestOf(context, board, head)
    const archive = new ArchiveWriter(path)
    archive.add(MANIFEST_FILE, async () => Buffer.from(`${JSON.stringify(archiveManifest.parse(manifest), null, 2)}\n`))
    // For other programs; `import` does not read it.
    archive.add('document.json', async () => readableDocument(await storedDocument(log, board, head.epoch, head.head)))
    for (const [i, name] of manifest.log.entries()) {
      archive.add(name, async () => packRecords(await recordsOf(context, board, head, head.floor + i * PAGE)))
    }
    for (const { seq } of manifest.snapshots) {
      archive.add(snapshotFile(seq), async () => {
        const found = await log.snapshot(board, head.epoch, seq)
        if (found?.seq !== seq) throw changed(board)
        return found.bytes
      })
    }
    const files = new AssetFiles(context.assetsDir)
    for (const { id } of manifest.images) {
      archive.add(imageFile(id), async () => {
        const image = await files.open(id)
        if (!image) throw new AdminError(`The image ${id} is missing in ${context.assetsDir}.`)
        return image.readFile().finally(() => image.close())
      })
    }
    await archive.finish()
    say(`${path}: ${manifest.elements} elements, ${head.head - head.floor} batches, ${manifest.images.length} images`)
    return true
  },
}

const changed = (board: BoardId) =>
  new AdminError(`The history of ${board} was changed (pruned, erased or restored) meanwhile: export it again.`)

async function recordsOf({ log }: AdminContext, board: BoardId, { epoch, head }: Head, after: number) {
  const records = await log.records(board, epoch, after, Math.min(PAGE, head - after))
  if (records.length !== Math.min(PAGE, head - after)) throw changed(board)
  return records
}

async function manifestOf(context: AdminContext, board: BoardId, head: Head): Promise<ArchiveManifest> {
  const { database, log } = context
  const row = await database.board.findUniqueOrThrow({
    where: { id: board },
    include: { versions: true, assets: true },
  })
  const people = new Set([row.ownerId, ...row.versions.map(({ personId }) => personId)])
  const beginning = head.floor > 0 ? await log.snapshot(board, head.epoch, head.floor) : undefined
  if (head.floor > 0 && beginning?.seq !== head.floor) throw changed(board)
  const document = beginning ? unpackSnapshot(beginning.bytes) : new BoardDocument()
  const files: string[] = []
  for (let after = head.floor; after < head.head; after += PAGE) {
    const records = await recordsOf(context, board, head, after)
    foldRecords(document, records)
    for (const { person } of records) people.add(person)
    files.push(`log/${after + 1}.bin`)
  }
  const seqs = [head.floor, ...row.versions.map(({ seq }) => Number(seq))]
  const snapshots = await database.snapshot.findMany({
    where: { board, epoch: head.epoch, seq: { in: seqs } },
    select: { seq: true, hash: true },
    orderBy: { seq: 'asc' },
  })
  const known = await database.person.findMany({ where: { id: { in: [...people] } } })
  const erased = await log.erased(board)
  return {
    format: 'inkwire-board',
    version: 1,
    madeAt: new Date().toISOString(),
    board: {
      id: row.id,
      name: row.name,
      createdAt: row.createdAt.toISOString(),
      epoch: head.epoch,
      link: row.linkAccess,
    },
    head: head.head,
    floor: head.floor,
    hash: document.hash,
    elements: document.size,
    log: files,
    snapshots: snapshots.map(({ seq, hash }) => ({ seq: Number(seq), hash })),
    versions: row.versions.map(({ seq, name, personId, createdAt }) => ({
      seq: Number(seq), name, person: personId as ArchiveManifest['people'][number]['id'], createdAt: createdAt.toISOString(),
    })), // biome-ignore format: one row of names
    people: known.map(({ id, name, color }) => ({ id: id as ArchiveManifest['people'][number]['id'], name, color })),
    erased: [...erased],
    images: row.assets.map(({ assetId, personId }) => ({
      id: assetId,
      person: personId as ArchiveManifest['people'][number]['id'],
    })),
  }
}
