import { BoardDocument, type BoardId, unpackSnapshot } from '@inkwire/board'
import { Poll } from '../database/poll.ts'
import type { Log } from '../log/log.ts'
import { foldRecords, NewerLogError } from '../log/refold.ts'
import { RecentRecords } from './recent-records.ts'
import { Room, type RoomParts } from './room.ts'

/** Each instance asks so often where the logs of its open boards stand: what Redis lost or has not brought comes this way. */
const POLL_MS = 500
/** No board has this access version: whoever was let in under another one is looked at anew. */
const GONE = 0
/** A room without members stays open so long, for those who reload their page. */
const LINGER_MS = 30_000
/** Records read at a time while a board is opened. */
const PAGE = 1_000

/** When the database has not answered for so long, somebody may have lost access without our knowing. */
const SILENCE_MS = 5_000

/** There is no room in memory for one more open board. */
export class BoardsMemoryError extends Error {
  override readonly name = 'BoardsMemoryError'
}

/** What the service does when a poll finds that a board's access changed, or that its log was replaced. */
export interface RoomsListener {
  opened(room: Room): void
  closed(room: Room): void
  /** Rejects when the roles of its members could not be read. */
  accessChanged(room: Room): Promise<void>
  /** The board has another epoch now, or is gone: its members must join again. */
  replaced(room: Room): void
}

/** The boards that are open on this instance. */
export class Rooms {
  private readonly rooms = new Map<BoardId, Promise<Room | undefined>>()
  private readonly open = new Map<BoardId, Room>()
  private readonly idleSince = new Map<BoardId, number>()
  private nextNumber = 1
  private readonly poll = new Poll(POLL_MS, () => this.look())
  private guardTimer: NodeJS.Timeout | undefined
  /** When the database last told where logs stand. */
  private answeredAt = Date.now()
  /** Rooms whose members' roles are being read again, or could not be. */
  private readonly rechecks = new Map<BoardId, 'running' | 'failed'>()

  constructor(
    private readonly log: Log,
    private readonly parts: RoomParts,
    private readonly listener: RoomsListener,
    /** Whether everyone who has a board's link may be on it; rejects when the database can't be reached. */
    private readonly openToAll: (board: BoardId) => Promise<boolean>,
    /** Bytes that all open boards may take; soft: those that open at once can pass it together. */
    private readonly mostBytes: number,
  ) {}

  start(): void {
    this.poll.start()
    this.guardTimer = setInterval(() => this.guard(), POLL_MS)
  }

  close(): void {
    this.poll.close()
    clearInterval(this.guardTimer)
    for (const room of this.open.values()) room.close()
    this.open.clear()
    this.rooms.clear()
  }

  /** The room of a board, opened if need be: so many ask at once, the database is read once. Undefined: no such board. Rejects when the database can't be reached, and with BoardsMemoryError. */
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
    this.rechecks.delete(room.board)
    room.close()
    this.listener.closed(room)
  }

  private async load(board: BoardId): Promise<Room | undefined> {
    // Those that people are on are not closed: who comes to one more board has to wait, or to come to another instance.
    if (!this.makeRoom())
      throw new BoardsMemoryError('the boards that people are on take all memory that boards may take')
    const head = (await this.log.heads([board])).get(board)
    if (!head) return undefined
    const openToAll = await this.openToAll(board)
    const snapshot = await this.log.snapshot(board, head.epoch)
    const document = snapshot ? unpackSnapshot(snapshot.bytes) : new BoardDocument()
    const recent = new RecentRecords(snapshot?.seq ?? 0)
    let packedBytes = snapshot?.bytes.length ?? 0
    while (recent.seq < head.head) {
      const records = await this.log.records(board, head.epoch, recent.seq, PAGE)
      if (records.length === 0)
        throw new Error(`the log of ${board} ends at ${recent.seq}, before its head ${head.head}`)
      foldRecords(document, records)
      for (const record of records) {
        recent.add(record)
        packedBytes += record.ops.length
      }
    }
    // After the head: what was erased since belongs to another epoch, under which this room takes nothing more.
    const erased = await this.log.erased(board)
    const number = this.nextNumber++
    const room = new Room({ board, number, head, openToAll, document, packedBytes, recent, erased }, this.parts)
    this.open.set(board, room)
    this.listener.opened(room)
    return room
  }

  /** Asks where the logs of all open boards stand, and brings each room there. Never rejects. */
  async look(): Promise<void> {
    this.closeIdle()
    const asked = [...this.open.values()]
    if (asked.length === 0) {
      this.answeredAt = Date.now()
      return
    }
    try {
      const heads = await this.log.heads(asked.map((room) => room.board))
      this.answeredAt = Date.now()
      for (const room of asked) {
        // It was closed, and perhaps opened anew, while the answer was on its way.
        if (this.open.get(room.board) !== room) continue
        const head = heads.get(room.board)
        if (!head) {
          await this.tellGone(room)
          continue
        }
        // What a room lacks below the floor can't be read any more: it is opened anew from a snapshot.
        if (head.epoch !== room.epoch || head.floor > room.seq) {
          this.listener.replaced(room)
          continue
        }
        // Snapshots below the floor may be gone, and who joins must not be sent there; at the floor there is one.
        room.recent.snapshotAt(head.floor)
        if (head.accessVersion !== room.accessVersion || this.rechecks.get(room.board) === 'failed') {
          room.accessVersion = head.accessVersion
          void this.recheck(room)
        }
        if (!this.rechecks.has(room.board)) room.silent = false
        if (head.head > room.seq) await this.bring(room, head.head)
      }
    } catch (error) {
      this.parts.report('the heads of the open boards could not be read', { error })
    }
  }

  /** The board was removed for good: its people are told so before they are cut off. */
  private async tellGone(room: Room): Promise<void> {
    room.accessVersion = GONE
    await this.recheck(room)
    this.listener.replaced(room)
  }

  private async bring(room: Room, head: number): Promise<void> {
    try {
      await room.reach(head)
    } catch (error) {
      if (!(error instanceof NewerLogError)) throw error
      this.parts.report('a board was closed that a newer version has written to', { board: room.board, error })
      this.listener.replaced(room)
    }
  }

  private async recheck(room: Room): Promise<void> {
    const { board } = room
    this.rechecks.set(board, 'running')
    try {
      room.openToAll = await this.openToAll(board)
      await this.listener.accessChanged(room)
      this.rechecks.delete(board)
    } catch (error) {
      if (this.open.get(board) === room) this.rechecks.set(board, 'failed')
      this.parts.report('roles could not be read; it is tried again', { board, error })
    }
  }

  /** While the database can't tell who may be on a board, those that are not open to everyone get nothing from here. */
  private guard(): void {
    if (Date.now() - this.answeredAt < SILENCE_MS) return
    const guarded = [...this.open.values()].filter((room) => !room.openToAll)
    for (const room of guarded) room.silent = true
    if (guarded.length > 0)
      this.parts.report('boards that are not open to everyone get nothing until the database answers', {
        boards: guarded.length,
      })
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
    this.makeRoom()
  }

  /** Closes boards that nobody is on, those first that were opened first, until the others take no more than they may. Returns whether they do. */
  private makeRoom(): boolean {
    let bytes = 0
    for (const room of this.open.values()) bytes += room.memory
    if (bytes < this.mostBytes) return true
    for (const room of [...this.open.values()]) {
      if (room.members.size > 0) continue
      bytes -= room.memory
      this.drop(room)
      if (bytes < this.mostBytes) return true
    }
    return false
  }
}
