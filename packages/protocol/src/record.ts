import { type ActorId, type GestureId, PackError, PackReader, PackWriter, type PersonId } from '@inkwire/board'

/** A batch as it stands in the log. */
export interface BatchRecord {
  readonly seq: number
  readonly actor: ActorId
  readonly number: number
  readonly person: PersonId
  /** When it was committed, ms since 1970, by the database's clock. */
  readonly at: number
  readonly foldVersion: number
  readonly gesture: GestureId
  /** Packed (packages/board, packed-ops.ts). */
  readonly ops: Uint8Array
}

/** Appends one record. */
export function writeRecord(writer: PackWriter, record: BatchRecord): void {
  writer.varint(record.seq)
  writer.string(record.actor)
  writer.varint(record.number)
  writer.string(record.person)
  writer.varint(record.at)
  writer.varint(record.foldVersion)
  writer.string(record.gesture)
  writer.varint(record.ops.length)
  writer.raw(record.ops)
}

/** Reads one record. The bytes come from a server, which checked the ids before they reached the log. */
export function readRecord(reader: PackReader): BatchRecord {
  return {
    seq: reader.varint(),
    actor: reader.string() as ActorId,
    number: reader.varint(),
    person: reader.string() as PersonId,
    at: reader.varint(),
    foldVersion: reader.varint(),
    gesture: reader.string() as GestureId,
    ops: reader.raw(reader.varint()).slice(),
  }
}

/** Several records, as in the answers to `board:join` and `tail`. */
export function packRecords(records: readonly BatchRecord[]): Uint8Array {
  const writer = new PackWriter(1024)
  writer.varint(records.length)
  for (const record of records) writeRecord(writer, record)
  return writer.finish()
}

export function unpackRecords(bytes: Uint8Array): BatchRecord[] {
  const reader = new PackReader(bytes)
  const records = readRecords(reader)
  if (!reader.done) throw new PackError('bytes are left over after the records')
  return records
}

/** A count and so many records. */
export function readRecords(reader: PackReader): BatchRecord[] {
  const count = reader.count(50)
  const records: BatchRecord[] = []
  for (let i = 0; i < count; i++) records.push(readRecord(reader))
  return records
}
