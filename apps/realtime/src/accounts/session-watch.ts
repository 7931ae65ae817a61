import type { Database } from '../database/database.ts'
import { Poll } from '../database/poll.ts'

/** Each instance asks so often which sessions are over: also with Redis down, whoever signs out everywhere is out within a second. */
const POLL_MS = 500
/** A row may become visible so long after its time: it is written by a transaction that then still goes on. */
const LATE_MS = 60_000

const ENDED = 'SELECT "session" FROM "SessionEnd" WHERE "at" > clock_timestamp() - make_interval(secs => $1::float8)'

export interface SessionWatchOptions {
  readonly database: Database
  /** Closes the connections of sessions that are over; again for one that was named before. */
  readonly ended: (sessions: ReadonlySet<string>) => void
  readonly report: (message: string, details: object) => void
}

/** Notices sessions that ended, wherever that was. */
export class SessionWatch {
  private readonly poll = new Poll(POLL_MS, () => this.look())
  private answeredAt = Date.now()

  constructor(private readonly options: SessionWatchOptions) {}

  start(): void {
    this.poll.start()
  }

  close(): void {
    this.poll.close()
  }

  /** Asks now. Never rejects. */
  async look(): Promise<void> {
    const { database, ended, report } = this.options
    try {
      const asked = Date.now()
      // By the database's clock: this machine's may differ.
      const seconds = (asked - this.answeredAt + LATE_MS) / 1_000
      const rows = await database.ask<{ session: string }>(ENDED, [seconds])
      this.answeredAt = asked
      if (rows.length > 0) ended(new Set(rows.map(({ session }) => session)))
    } catch (error) {
      report('it could not be read which sessions are over', { error })
    }
  }

  /** Which of these sessions are over. Rejects when the database can't be reached. */
  async whichAreOver(sessions: readonly string[]): Promise<ReadonlySet<string>> {
    if (sessions.length === 0) return new Set()
    const rows = await this.options.database.sessionEnd.findMany({ where: { session: { in: [...sessions] } } })
    return new Set(rows.map(({ session }) => session))
  }
}
