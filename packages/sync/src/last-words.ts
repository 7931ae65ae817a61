import type { ActorId, BoardId, Epoch, GestureId, PersonId } from '@inkwire/board'
import * as z from 'zod/mini'
import type { StoredBatch } from './outbox-storage.ts'

const PREFIX = 'inkwire.words'
/** Characters in all: browsers give a site about 5 million, and others store here, too. */
const MOST_CHARACTERS = 3_000_000

const words = z.object({
  token: z.optional(z.string()),
  epoch: z.string(),
  at: z.optional(z.number()),
  gesture: z.string(),
  foldVersion: z.int(),
  ops: z.string(),
  person: z.optional(z.string()),
})

/**
 * Batches that a page had not on its disk yet when it went: kept in localStorage, as that alone is written before the page is
 * gone. Does nothing where there is none.
 */
export class LastWords {
  /** Names of what this page has written. */
  private readonly written = new Set<string>()
  private characters = 0

  write(board: BoardId, batch: StoredBatch): void {
    const name = nameOf(board, batch.actor, batch.number)
    if (this.written.has(name)) return
    const { token, epoch, at, gesture, foldVersion, person } = batch
    const value = JSON.stringify({ token, epoch, at, gesture, foldVersion, ops: toBase64(batch.ops), person })
    if (this.characters + value.length > MOST_CHARACTERS) return
    try {
      localStorage.setItem(name, value)
    } catch {
      // Full, forbidden, or not there: what the disk still takes has to do.
      return
    }
    this.written.add(name)
    this.characters += value.length
  }

  /** The batch is on the disk by now, or is not needed any more. */
  remove(board: BoardId, actor: ActorId, number: number): void {
    const name = nameOf(board, actor, number)
    if (!this.written.delete(name)) return
    try {
      this.characters = Math.max(0, this.characters - (localStorage.getItem(name)?.length ?? 0))
      localStorage.removeItem(name)
    } catch {
      // The log knows it by its number, should it be sent again.
    }
  }

  /** On which boards pages left something. */
  boards(): readonly BoardId[] {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}.`))
      return [...new Set(names.map((name) => name.split('.')[2] as BoardId))]
    } catch {
      return []
    }
  }

  /** What pages left on a board; each becomes something that this page can remove. */
  read(board: BoardId): StoredBatch[] {
    const batches: StoredBatch[] = []
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(`${PREFIX}.${board}.`)) continue
        const batch = parsed(name, localStorage.getItem(name) ?? '')
        if (batch) batches.push(batch)
        this.written.add(name)
      }
    } catch {
      // As in `write`.
    }
    return batches
  }
}

const nameOf = (board: BoardId, actor: ActorId, number: number): string => `${PREFIX}.${board}.${actor}.${number}`

function parsed(name: string, value: string): StoredBatch | undefined {
  const [actor, number] = name.split('.').slice(3)
  try {
    const { token, epoch, at, gesture, foldVersion, ops, person } = words.parse(JSON.parse(value))
    return {
      actor: actor as ActorId,
      number: z.int().parse(Number(number)),
      ...(token === undefined ? {} : { token }),
      epoch: epoch as Epoch,
      ...(at === undefined ? {} : { at }),
      gesture: gesture as GestureId,
      foldVersion,
      ops: fromBase64(ops),
      ...(person === undefined ? {} : { person: person as PersonId }),
    }
  } catch {
    // Not ours, or cut off.
    return undefined
  }
}

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
