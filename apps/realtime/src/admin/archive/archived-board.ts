import { type ActorId, BoardDocument, checkOps, FOLD_VERSION, type PersonId, unpackSnapshot } from '@inkwire/board'
import { type BatchRecord, batchDigest, unpackRecords } from '@inkwire/protocol'
import { foldRecords, type Refolded, refolded } from '../../log/refold.ts'
import { AdminError } from '../admin-error.ts'
import type { ArchiveReader } from './archive-reader.ts'
import { type ArchiveManifest, archiveManifest, archiveRecord, MANIFEST_FILE, snapshotFile } from './manifest.ts'

/** What the log of a board has of an actor. */
export interface ActorState {
  readonly person: PersonId
  readonly lastNumber: number
  readonly lastSeq: number
  readonly lastDigest: Uint8Array
}

/** A board as an archive holds it, checked. */
export interface ArchivedBoard {
  readonly manifest: ArchiveManifest
  readonly actors: ReadonlyMap<ActorId, ActorState>
  /** At the floor, at named versions, and at the head. */
  readonly snapshots: ReadonlyMap<number, Refolded>
}

/** The manifest of an archive. Throws AdminError. */
export async function readManifest(archive: ArchiveReader): Promise<ArchiveManifest> {
  const text = (await archive.read(MANIFEST_FILE)).toString('utf8')
  try {
    return archiveManifest.parse(JSON.parse(text))
  } catch {
    throw new AdminError(`${MANIFEST_FILE} can't be read: the archive is damaged, or of a newer Inkwire.`)
  }
}

/** The records of one file of the log, each as it would have to be to get in through the service. Throws AdminError. */
export async function readLog(archive: ArchiveReader, name: string): Promise<BatchRecord[]> {
  let records: BatchRecord[]
  try {
    records = unpackRecords(await archive.read(name)).map((record) => archiveRecord.parse(record))
  } catch (error) {
    if (error instanceof AdminError) throw error
    throw new AdminError(`${name} of the archive is damaged.`)
  }
  for (const { seq, ops, foldVersion } of records) {
    if (foldVersion > FOLD_VERSION)
      throw new AdminError(`The archive is of a newer Inkwire (batch ${seq}): use that one.`)
    const checked = checkOps(ops)
    if (!checked.ok) throw new AdminError(`Batch ${seq} of the archive is not valid: ${checked.problem}.`)
  }
  return records
}

/** Reads and folds all of an archive, so that nothing of it is taken that is not whole. Throws AdminError. */
export async function checkArchive(archive: ArchiveReader, manifest: ArchiveManifest): Promise<ArchivedBoard> {
  const snapshots = new Map<number, Refolded>()
  for (const { seq, hash } of manifest.snapshots) snapshots.set(seq, refolded(await readSnapshot(archive, seq, hash)))
  const beginning = snapshots.get(manifest.floor)
  if (manifest.floor > 0 && !beginning)
    throw new AdminError('The archive is not whole: the snapshot at its floor is missing.')
  const document = beginning ? unpackSnapshot(beginning.bytes) : new BoardDocument()
  const actors = new Map<ActorId, ActorState>()
  let last = manifest.floor
  for (const name of manifest.log) {
    const records = await readLog(archive, name)
    for (const { seq, actor, person, number, gesture, ops } of records) {
      const before = actors.get(actor)
      if (seq !== ++last || (before && (number <= before.lastNumber || person !== before.person)))
        throw new AdminError(`The archive's log is not in order at batch ${seq}.`)
      actors.set(actor, { person, lastNumber: number, lastSeq: seq, lastDigest: batchDigest(gesture, ops) })
    }
    foldRecords(document, records)
  }
  if (last !== manifest.head || document.hash !== manifest.hash)
    throw new AdminError('The archive is not whole: its log does not fold to the document that was exported.')
  if (manifest.head > 0) snapshots.set(manifest.head, refolded(document))
  return { manifest, actors, snapshots }
}

async function readSnapshot(archive: ArchiveReader, seq: number, hash: string): Promise<BoardDocument> {
  const bytes = await archive.read(snapshotFile(seq))
  try {
    const document = unpackSnapshot(bytes)
    if (document.hash === hash) return document
  } catch {
    // Told as any other damage.
  }
  throw new AdminError(`The snapshot at ${seq} of the archive is damaged.`)
}
