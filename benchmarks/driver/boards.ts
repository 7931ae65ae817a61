import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoardId } from '@inkwire/board'
import type { BoardBody } from '@inkwire/protocol'

/** The server lets one address make 300 guests a minute and one person join 60 boards: so 1,000 clients share so many guests. */
const GUESTS = 20

/** A board as its link names it. */
export interface BoardLink {
  readonly board: BoardId
  readonly key: string
}

/** What a client needs to come in: a board's link and the cookie of a guest. */
export interface Entry extends BoardLink {
  readonly origin: string
  readonly cookie: string
}

interface Kept {
  readonly dataDir: string
  readonly rooms: { readonly [room: string]: BoardLink }
  /** The port of another instance of the same cluster, whose boards these are. */
  readonly sameAs?: number
}

/** The boards that stand for a harness's rooms, for one server. Kept in a file: a later process must find them again. */
export class Boards {
  private readonly rooms = new Map<string, Promise<BoardLink>>()
  private readonly guests = new Map<number, Promise<string>>()
  private readonly origin: string

  constructor(private readonly port: number) {
    this.origin = `http://127.0.0.1:${port}`
  }

  /** To be called before a server starts: the boards of another data folder are not there. */
  static forget(port: number, dataDir: string): void {
    if (read(port)?.dataDir !== dataDir) write(port, { dataDir, rooms: {} })
  }

  /** To be called when the instances of a cluster are there: all have the boards of the first one. */
  static share([first, ...others]: readonly number[], dataDir: string): void {
    if (first === undefined) return
    Boards.forget(first, dataDir)
    for (const port of others) write(port, { dataDir, rooms: {}, sameAs: first })
  }

  /** The port under which the boards of a server are known. */
  static home(port: number): number {
    return read(port)?.sameAs ?? port
  }

  /** @param port of the instance that the client is to connect to */
  async entry(room: string, client: number, port = this.port): Promise<Entry> {
    const cookie = await this.guest(client % GUESTS)
    let link = this.rooms.get(room)
    if (!link) {
      link = this.link(room, cookie)
      this.rooms.set(room, link)
    }
    return { ...(await link), origin: `http://127.0.0.1:${port}`, cookie }
  }

  private guest(number: number): Promise<string> {
    const before = this.guests.get(number)
    if (before) return before
    const guest = newGuest(this.origin)
    this.guests.set(number, guest)
    return guest
  }

  private async link(room: string, cookie: string): Promise<BoardLink> {
    const before = read(this.port)?.rooms[room]
    if (before) return before
    const link = await newBoard(this.origin, cookie, room)
    const kept = read(this.port) ?? { dataDir: '', rooms: {} }
    write(this.port, { ...kept, rooms: { ...kept.rooms, [room]: link } })
    return link
  }
}

async function newGuest(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/session`, { method: 'POST' })
  if (!answer.ok) throw new Error(`No guest was made: ${answer.status} ${await answer.text()}`)
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  return cookies.join('; ')
}

async function newBoard(origin: string, cookie: string, name: string): Promise<BoardLink> {
  const answer = await fetch(`${origin}/api/v1/boards`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  if (!answer.ok) throw new Error(`No board was made: ${answer.status} ${await answer.text()}`)
  const { board, key } = (await answer.json()) as BoardBody
  if (key === undefined) throw new Error('A new board has no key')
  return { board: board.id, key }
}

const fileOf = (port: number): string => join(tmpdir(), `inkwire-benchmark-${port}.json`)

function read(port: number): Kept | undefined {
  const file = fileOf(port)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function write(port: number, kept: Kept): void {
  writeFileSync(fileOf(port), JSON.stringify(kept))
}
