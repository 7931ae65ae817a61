import type { BoardId, ElementId, Op } from '@inkwire/board'
import { packLive } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { batchOf, Guest, type JoinedSocket, join, newActor, send } from '../servers/guest.ts'

/** One in so many draws; the others look. */
const ACTIVE = 10
const DRAW_MS = 500
/** Somebody leaves and comes back so often. */
const RETURN_MS = 500
/** Elements of each person who draws; they are moved again and again, so that the boards stay as large as they are. */
const ELEMENTS = 20
/** Pages of one person: guests are made slowly on purpose. */
const PAGES = 10

interface Member {
  readonly guest: Guest
  readonly board: BoardId
  readonly key: string
  readonly active: boolean
  readonly elements: readonly ElementId[]
  joined: JoinedSocket
  number: number
  busy: boolean
}

/** Many people on some boards: a tenth of them draw and show a cursor, all take what comes, and now and then somebody leaves and comes back. */
export class Crowd {
  private batches = 0
  private refused = 0
  private ticks = 0
  private bytes = 0
  private returns = 0
  private lost = 0
  private timers: NodeJS.Timeout[] = []
  private closing = false

  private constructor(private readonly members: Member[]) {}

  static async gather(origin: string, people: number, boards: number): Promise<Crowd> {
    const owner = await Guest.arrive(origin)
    const made: { board: BoardId; key: string }[] = []
    for (let i = 0; i < boards; i++) made.push(await owner.newBoard(`Soak ${i}`))
    const crowd = new Crowd([])
    let guest = owner
    for (let i = 0; i < people; i++) {
      if (i % PAGES === 0) guest = await Guest.arrive(origin)
      const place = made[i % boards]
      if (!place) throw new Error('there are boards')
      const elements = Array.from({ length: ELEMENTS }, () => nanoid() as ElementId)
      const active = Math.floor(i / boards) % ACTIVE === 0
      const joined = await crowd.enter(guest, place.board, place.key)
      crowd.members.push({ guest, ...place, active, elements, joined, number: 0, busy: false })
    }
    return crowd
  }

  start(): void {
    const drawing = this.members.filter(({ active }) => active)
    for (const member of drawing) this.timers.push(setInterval(() => void this.draw(member), DRAW_MS))
    this.timers.push(setInterval(() => void this.comeBack(), RETURN_MS))
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer)
  }

  figures() {
    const { batches, refused, ticks, bytes, returns, lost } = this
    return { batches, refused, ticks, bytes, returns, lost }
  }

  async close(): Promise<void> {
    this.closing = true
    for (const { joined } of this.members) joined.socket.close()
  }

  private async enter(guest: Guest, board: BoardId, key: string): Promise<JoinedSocket> {
    const socket = await guest.connect()
    socket.on('tick', (bytes) => {
      this.ticks++
      this.bytes += bytes.length
    })
    socket.on('disconnect', (reason) => {
      if (!this.closing && reason !== 'io client disconnect') this.lost++
    })
    const actor = newActor()
    const answer = await join(socket, board, actor, key)
    if (!answer.ok) {
      socket.close()
      throw new Error(answer.error.code)
    }
    return { socket, board, actor, epoch: answer.epoch }
  }

  private async draw(member: Member): Promise<void> {
    const { joined, elements } = member
    if (member.busy || !joined.socket.connected) return
    member.busy = true
    const [x, y] = [Math.round(Math.random() * 1_000), Math.round(Math.random() * 1_000)]
    const cursor = packLive({ number: member.number + 1, parts: [{ kind: 'cursor', x, y }] })
    joined.socket.emit('live', member.board, cursor)
    const number = member.number + 1
    const id = elements[number % elements.length] as ElementId
    const put: Op = { op: 'put', element: { id, type: 'rectangle', order: 'a0', x, y, w: 30, h: 20 } }
    const reply = await send(joined, batchOf(joined, number, [put])).catch(() => undefined)
    if (reply?.ok) {
      this.batches++
      if (member.joined === joined) member.number = number
    } else this.refused++
    member.busy = false
  }

  private async comeBack(): Promise<void> {
    const member = this.members[Math.floor(Math.random() * this.members.length)]
    if (!member || member.busy) return
    member.busy = true
    member.joined.socket.close()
    // What is refused is tried again, as a page does.
    for (let joined: JoinedSocket | undefined; !joined && !this.closing; ) {
      joined = await this.enter(member.guest, member.board, member.key).catch(() => undefined)
      if (joined) member.joined = joined
      else this.refused++
    }
    member.number = 0
    member.busy = false
    this.returns++
  }
}
