import type { Mark } from '../driver/update.ts'

/** Updates of a sender whose time of sending is kept: more than can be on their way. */
const KEPT = 4_096

/** How people are spread: in each room the first `writers` draw, `viewers` more look on. */
export interface Crowd {
  readonly rooms: number
  readonly writers: number
  readonly viewers: number
}

/** Who learned of what, and how long it took. Clients are numbered from 0, room after room; a sender's number is its client's. */
export class Deliveries {
  /** ms from sending to the receiver's callback. */
  readonly latencies: number[] = []
  /** Those of them whose sender and receiver are on different servers. */
  readonly across: number[] = []
  /** Updates that came although a later one of their sender, or they themselves, had come before. */
  doubled = 0
  sent = 0
  private readonly perRoom: number
  private readonly sentAt: readonly (Float64Array | undefined)[]
  private readonly firstCounted: Float64Array
  private readonly newest: readonly Int32Array[]

  /** @param servers over which the clients are spread, in turns */
  constructor(
    private readonly crowd: Crowd,
    private readonly servers = 1,
  ) {
    this.perRoom = crowd.writers + crowd.viewers
    const clients = Array.from({ length: crowd.rooms * this.perRoom }, (_, i) => i)
    this.sentAt = clients.map((i) => (this.draws(i) ? new Float64Array(KEPT) : undefined))
    this.newest = clients.map(() => new Int32Array(crowd.writers).fill(-1))
    this.firstCounted = new Float64Array(clients.length).fill(Number.POSITIVE_INFINITY)
  }

  /** Whether a client is one of those who draw. */
  draws(client: number): boolean {
    return client % this.perRoom < this.crowd.writers
  }

  room(client: number): number {
    return Math.floor(client / this.perRoom)
  }

  /** From here on everything counts; before, the server was warming up. */
  countFrom(s: number, n: number): void {
    this.firstCounted[s] = n
  }

  sending({ s, n }: Mark): void {
    const at = this.sentAt[s]
    if (at) at[n % KEPT] = performance.now()
    if (this.counts(s, n)) this.sent++
  }

  received(receiver: number, { s, n }: Mark): void {
    const newest = this.newest[receiver]
    const sentAt = this.sentAt[s]
    if (!newest || !sentAt || s === receiver || this.room(s) !== this.room(receiver)) return
    const writer = s % this.perRoom
    if (n <= (newest[writer] ?? -1)) {
      this.doubled++
      return
    }
    newest[writer] = n
    if (!this.counts(s, n)) return
    const latency = performance.now() - (sentAt[n % KEPT] ?? 0)
    this.latencies.push(latency)
    if (s % this.servers !== receiver % this.servers) this.across.push(latency)
  }

  /** Updates that should have been learned of. */
  get expected(): number {
    return this.sent * (this.perRoom - 1)
  }

  private counts(s: number, n: number): boolean {
    return n >= (this.firstCounted[s] ?? Number.POSITIVE_INFINITY)
  }
}
