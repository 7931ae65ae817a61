import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/** So many bytes are kept back: PostgreSQL panics where its log of 16 MB segments finds no room, and needs some to come back. */
const RESERVE_BYTES = 64 * 1024 * 1024
/** It saves again from here on: at one border alone it would go to and fro with every segment that is freed. */
const ENOUGH_BYTES = 96 * 1024 * 1024
/** How often it looks: within that no disk takes in half of the reserve through us. */
const LOOK_MS = 500

/** Free bytes for whoever is not root, on the file system that a folder is on. */
export type FreeBytes = (folder: string) => Promise<number>

const freeBytes: FreeBytes = async (folder) => {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    // It is made when the first file comes; until then the one above it tells.
    const above = dirname(folder)
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (missing && above !== folder) return freeBytes(above)
    throw error
  }
}

/** Watches the room on the disk of a folder; without one it is never full. */
export class DiskSpace {
  private isFull = false
  private closed = false
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly folder: string | null,
    /** Told once each time that it changes. */
    private readonly changed: (full: boolean) => void,
    private readonly free: FreeBytes = freeBytes,
  ) {}

  /** Whether nothing more may be written than what frees room. */
  get full(): boolean {
    return this.isFull
  }

  /** The first look is done when it resolves. */
  async start(): Promise<void> {
    if (this.folder === null) return
    await this.look(this.folder)
    if (!this.closed) this.timer = setTimeout(() => void this.start(), LOOK_MS).unref()
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private async look(folder: string): Promise<void> {
    try {
      const free = await this.free(folder)
      const full = free < (this.isFull ? ENOUGH_BYTES : RESERVE_BYTES)
      if (full === this.isFull) return
      this.isFull = full
      this.changed(full)
    } catch {
      // A share that does not answer: whoever writes to it will hear.
    }
  }
}
