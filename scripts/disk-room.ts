import { statfs } from 'node:fs/promises'

/** Bytes that PostgreSQL needs to come back: it writes its log anew, in segments of 16 MB, before it takes the first query. */
const ENOUGH_BYTES = 48 * 1024 * 1024
/** ms between two looks. */
const LOOK_EVERY = 1000

export interface RoomOptions {
  /** The disk that this folder is on. */
  readonly folder: string
  readonly say: (line: string) => void
  /** Nobody waits any more. */
  readonly given: () => boolean
}

/**
 * Waits until PostgreSQL has room to start: where its disk is full it would only end again, and five times are held for a
 * fault that nobody mends. Says so once. Returns at once where the room can't be told.
 */
export async function waitForRoom({ folder, say, given }: RoomOptions): Promise<void> {
  for (let said = false; !given(); ) {
    const free = await freeBytes(folder)
    if (free >= ENOUGH_BYTES) {
      if (said) say('The disk has room again: starting the database')
      return
    }
    if (!said) {
      const [left, needed] = [free, ENOUGH_BYTES].map((bytes) => Math.floor(bytes / 1024 / 1024))
      say(`The disk of ${folder} is full (${left} MB left): the database starts as soon as ${needed} MB are free`)
      said = true
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  }
}

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
