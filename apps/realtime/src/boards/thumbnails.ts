import type { BoardId, Theme } from '@inkwire/board'
import type { DocumentThread } from '../documents/document-thread.ts'
import { Turns } from '../documents/turns.ts'
import type { Head, Log } from '../log/log.ts'
import { storedDocument } from '../log/stored-document.ts'

/** Pictures that stay in memory: a home page's worth for a thousand people. */
const KEPT_BYTES = 32 * 1024 * 1024
/** What an entry takes besides its picture, about. */
const ENTRY_BYTES = 500
/** Documents that are read at once: a home page of 50 boards must not take all connections to the database. */
const AT_ONCE = 2

export interface Thumbnail {
  readonly etag: string
  /** SVG, compressed (gzip). */
  readonly svg: Uint8Array
}

/**
 * Pictures of boards as they are stored: no room is opened for one. The newest of each board and theme stays in memory, and
 * only one of each is painted at a time: who asks meanwhile gets the same one.
 */
export class Thumbnails {
  private readonly kept = new Map<string, Thumbnail>()
  private readonly painting = new Map<string, Promise<Thumbnail>>()
  private readonly turns = new Turns(AT_ONCE)
  private bytes = 0

  constructor(
    private readonly log: Pick<Log, 'snapshot' | 'records'>,
    private readonly thread: Pick<DocumentThread, 'run'>,
    private readonly keptBytes = KEPT_BYTES,
  ) {}

  /** How the picture of a board at a head is known; weak, as it goes out compressed and plain. */
  etag(head: Head, theme: Theme): string {
    return `W/"${head.epoch}.${head.head}.${theme}"`
  }

  /** The picture of a board, at `head` or, where many change it at once, a moment before. Rejects when the database can't be reached. */
  get(board: BoardId, head: Head, theme: Theme): Promise<Thumbnail> {
    const key = `${board} ${theme}`
    const kept = this.kept.get(key)
    if (kept?.etag === this.etag(head, theme)) {
      this.kept.delete(key)
      this.kept.set(key, kept)
      return Promise.resolve(kept)
    }
    const before = this.painting.get(key)
    if (before) return before
    const painting = this.turns
      .run(() => this.paint(board, head, theme))
      .then((thumbnail) => {
        this.keep(key, thumbnail)
        return thumbnail
      })
      .finally(() => this.painting.delete(key))
    this.painting.set(key, painting)
    return painting
  }

  private async paint(board: BoardId, head: Head, theme: Theme): Promise<Thumbnail> {
    const document = await storedDocument(this.log, board, head.epoch, head.head)
    return { etag: this.etag(head, theme), svg: await this.thread.run('thumbnail', { document, theme }) }
  }

  private keep(key: string, thumbnail: Thumbnail): void {
    this.forget(key)
    this.kept.set(key, thumbnail)
    this.bytes += sizeOf(thumbnail)
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.keptBytes) break
      this.forget(oldest)
    }
  }

  private forget(key: string): void {
    const kept = this.kept.get(key)
    if (!kept) return
    this.kept.delete(key)
    this.bytes -= sizeOf(kept)
  }
}

const sizeOf = ({ svg }: Thumbnail): number => svg.length + ENTRY_BYTES
