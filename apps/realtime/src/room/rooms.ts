import { BoardDocument, type BoardId, unpackSnapshot } from '@inkwire/board'
import type { Log } from '../log/log.ts'
import { foldRecords } from '../log/refold.ts'
import { RecentRecords } from './recent-records.ts'
import { Room, type RoomParts } from './room.ts'

/** Each instance asks so often where the logs of its open boards stand: what Redis lost or has not brought comes this way. */
const POLL_MS = 500
/** A room without members stays open so long, for those who reload their page. */
const LINGER_MS = 30_000
/** Records read at a time while a board is opened. */
const PAGE = 1_000

/** What the service does when a poll finds that a board's access changed, or that its log was replaced. */
export interface RoomsListener {
  opened(room: Room): void
  closed(room: Room): void
  accessChanged(room: Room): void
  /** The board has another epoch now, or is gone: its members must join again. */
  replaced(room: Room): void
}

/** The boards that are open on this instance. */
export class Rooms {
  private readonly rooms = new Map<BoardId, Promise<Room | undefined>>()
  private readonly open = new Map<BoardId, Room>()
  private readonly idleSince = new Map<BoardId, number>()
  private nextNumber = 1
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly log: Log,
    private readonly parts: RoomParts,
    private readonly listener: RoomsListener,
  ) {}

  start(): void {
    this.schedule()
  }

  close(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    for (const room of this.open.values()) room.close()
    this.open.clear()
    this.rooms.clear()
  }

  /** The room of a board, opened if need be: so many ask at once, the database is read once. Undefined: no such board. Rejects when the database can't be reached. */
  get(board: BoardId): Promise<Room | undefined> {
    const before = this.rooms.get(board)
    if (before) return before
    const opening = this.load(board)
    this.rooms.set(board, opening)
    opening.then(
      (room) => {
        if (!room) this.rooms.delete(board)
      },
      () => this.rooms.delete(board),
    )
    return opening
  }

  /** The room of a board, if it is open. */
  peek(board: BoardId): Room | undefined {
    return this.open.get(board)
  }

  all(): Iterable<Room> {
    return this.open.values()
  }

  /** Closes a room whose board is gone or was replaced; the next `get` opens it anew. */
  drop(room: Room): void {
    if (this.open.get(room.board) !== room) return
    this.open.delete(room.board)
    this.rooms.delete(room.board)
    this.idleSince.delete(room.board)
    room.close()
    this.listener.closed(room)
  }

  private async load(board: BoardId): Promise<Room | undefined> {
    const head = (await this.log.heads([board])).get(board)
    if (!head) return undefined
    const snapshot = await this.log.snapshot(board, head.epoch)
    const document = snapshot ? unpackSnapshot(snapshot.bytes) : new BoardDocument()
    const recent = new RecentRecords(snapshot?.seq ?? 0)
    while (recent.seq < head.head) {
      const records = await this.log.records(board, recent.seq, PAGE)
      if (records.length === 0)
        throw new Error(`the log of ${board} ends at ${recent.seq}, before its head ${head.head}`)
      foldRecords(document, records)
      for (const record of records) recent.add(record)
    }
    const room = new Room({ board, number: this.nextNumber++, head, document, recent }, this.parts)
    this.open.set(board, room)
    this.listener.opened(room)
    return room
  }

  private schedule(): void {
    this.timer = setTimeout(async () => {
      await this.look()
      if (this.timer) this.schedule()
    }, POLL_MS)
  }

  /** Asks where the logs of all open boards stand, and brings each room there. Never rejects. */
  async look(): Promise<void> {
    this.closeIdle()
    const asked = [...this.open.values()]
    if (asked.length === 0) return
    try {
      const heads = await this.log.heads(asked.map((room) => room.board))
      for (const room of asked) {
        // It was closed, and perhaps opened anew, while the answer was on its way.
        if (this.open.get(room.board) !== room) continue
        const head = heads.get(room.board)
        if (!head || head.epoch !== room.epoch) {
          this.listener.replaced(room)
          continue
        }
        if (head.accessVersion !== room.accessVersion) {
          room.accessVersion = head.accessVersion
          this.listener.accessChanged(room)
        }
        if (head.head > room.seq) await room.reach(head.head)
      }
    } catch (error) {
      this.parts.report('the heads of the open boards could not be read', { error })
    }
  }

  private closeIdle(): void {
    const now = Date.now()
    for (const room of [...this.open.values()]) {
      if (room.members.size > 0) this.idleSince.delete(room.board)
      else {
        const since = this.idleSince.get(room.board)
        if (since === undefined) this.idleSince.set(room.board, now)
        else if (now - since > LINGER_MS) this.drop(room)
      }
    }
  }
}
