import { type ActorId, PackReader, PackWriter } from '@inkwire/board'
import type { ActorNames } from './actor-names.ts'
import { type BatchRecord, readRecords, writeRecord } from './record.ts'

/** What one actor showed since the last tick: a live message (live.ts), still packed. */
export interface LiveEntry {
  /** Among what was unpacked it may be a short name (actor-names.ts), or what a newer version adds. */
  readonly actor: ActorId
  readonly bytes: Uint8Array
}

/** Characters of an actor's id: 128 bits in base64url. */
const ACTOR_LENGTH = 22

/**
 * Whether an entry is live of an actor who is named by the whole id. Under a name of another length stands who is named by a short one, and what
 * a newer version adds to ticks: whoever does not know it passes over it.
 */
export const isActorLive = ({ actor }: LiveEntry): boolean => actor.length === ACTOR_LENGTH

/** All that piled up in a room since its last tick. */
export interface Tick {
  /** Which of the rooms that this connection has joined: the number in the answer to `board:join`. */
  readonly room: number
  /** Section A: committed batches in seq order. */
  readonly batches: readonly BatchRecord[]
  /** Section B: live. */
  readonly live: readonly LiveEntry[]
}

/**
 * Packs a tick: room, count and records, then actor and bytes of each live message to the end.
 *
 * @param names of those whom all know who get it: whoever is among them is named shortly
 */
export function packTick(tick: Tick, names?: ActorNames): Uint8Array {
  const writer = new PackWriter(512)
  writer.varint(tick.room)
  writer.varint(tick.batches.length)
  for (const record of tick.batches) writeRecord(writer, record)
  for (const { actor, bytes } of tick.live) {
    writer.string(names ? names.nameOf(actor) : actor)
    writer.varint(bytes.length)
    writer.raw(bytes)
  }
  return writer.finish()
}

/** Throws PackError when the bytes are damaged. */
export function unpackTick(bytes: Uint8Array): Tick {
  const reader = new PackReader(bytes)
  const room = reader.varint()
  const batches = readRecords(reader)
  const live: LiveEntry[] = []
  while (!reader.done) {
    const actor = reader.string() as ActorId
    live.push({ actor, bytes: reader.raw(reader.varint()) })
  }
  return { room, batches, live }
}
