import type { BoardId } from '@inkwire/board'
import type { Database } from '../database/database.ts'
import { Poll } from '../database/poll.ts'

/** Each instance asks so often: whoever came with a link is out within a second of its end. */
const POLL_MS = 500
const AT_A_TIME = 100

const OVER = 'SELECT "id" FROM "Board" WHERE "linkExpiresAt" <= $1 LIMIT $2'

/** Closes links whose time is over, so that whoever came with them is put out like after any other change of access. */
export class LinkExpiry {
  private readonly poll = new Poll(POLL_MS, () => this.look())

  constructor(
    private readonly database: Database,
    private readonly accessChanged: (board: BoardId) => void,
    private readonly report: (message: string, details: object) => void,
  ) {}

  start(): void {
    this.poll.start()
  }

  close(): void {
    this.poll.close()
  }

  /** Never rejects. */
  private async look(): Promise<void> {
    try {
      const now = new Date()
      const over = { linkExpiresAt: { lte: now } }
      const rows = await this.database.ask<{ id: string }>(OVER, [now, AT_A_TIME])
      for (const { id } of rows) {
        const [, { count }] = await this.database.$transaction([
          this.database.boardHead.updateMany({ where: { board: id }, data: { accessVersion: { increment: 1 } } }),
          this.database.board.updateMany({
            where: { id, ...over },
            data: { linkAccess: 'none', linkExpiresAt: null },
          }),
        ])
        // Every instance looks: one of them closes it.
        if (count > 0) this.accessChanged(id as BoardId)
      }
    } catch (error) {
      this.report('links whose time is over could not be closed yet; they let nobody in', { error })
    }
  }
}
