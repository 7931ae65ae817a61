import { actorId, elementId, epoch, gestureId, personId } from '@inkwire/board'
import { type BatchRecord, name } from '@inkwire/protocol'
import * as z from 'zod'

/** The archive of one board: a zip with this as `board.json`, its log, the snapshots that the log can't be folded without, its images. */
export const archiveManifest = z.object({
  format: z.literal('inkwire-board'),
  version: z.literal(1),
  madeAt: z.string(),
  board: z.object({ id: z.string(), name, createdAt: z.iso.datetime(), epoch, link: z.string() }),
  head: z.int().min(0),
  floor: z.int().min(0),
  /** Of the document at the head. */
  hash: z.string(),
  elements: z.int().min(0),
  /** Files of the log, in order: `log/<first seq>.bin`, packed records as in the answers of the API. */
  log: z.array(z.string().regex(/^log\/\d{1,16}\.bin$/)),
  /** At the floor, and at named versions: `snapshots/<seq>.bin`. */
  snapshots: z.array(z.object({ seq: z.int().min(1), hash: z.string() })),
  versions: z.array(z.object({ seq: z.int().min(0), name, person: personId, createdAt: z.iso.datetime() })),
  people: z.array(z.object({ id: personId, name, color: z.string().regex(/^#[0-9a-f]{6}$/i) })),
  erased: z.array(elementId),
  /** `images/<sha256>` */
  images: z.array(z.object({ id: z.string().regex(/^[0-9a-f]{64}$/), person: personId })),
})

export type ArchiveManifest = z.infer<typeof archiveManifest>

/** A record as it must be: an archive may come from anywhere. */
export const archiveRecord: z.ZodType<BatchRecord> = z.object({
  seq: z.int().min(1),
  actor: actorId,
  number: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  person: personId,
  at: z.int().min(0).max(8.64e15),
  foldVersion: z.int().min(1),
  gesture: gestureId,
  ops: z.instanceof(Uint8Array),
})

export const MANIFEST_FILE = 'board.json'
export const snapshotFile = (seq: number): string => `snapshots/${seq}.bin`
export const imageFile = (id: string): string => `images/${id}`
