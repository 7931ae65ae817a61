import type { Mark } from '../driver/update.ts'

/** Updates of a sender whose time of sending is kept: more than can be on their way. */
const KEPT = 65_536

/** Who learned of what, and how long it took. Senders and receivers are the same clients, numbered from 0. */
export class Deliveries {
  /** ms from sending to the receiver's callback. */
  readonly latencies: number[] = []
  /** Updates that came although a later one of their sender, or they themselves, had come before. */
  doubled = 0
  sent = 0
  private readonly sentAt: readonly Float64Array[]
  private readonly firstCounted: Float64Array
  private readonly newest: readonly Float64Array[]

  constructor(private readonly clients: number) {
    const each = <Item>(make: () => Item) => Array.from({ length: clients }, make)
    this.sentAt = each(() => new Float64Array(KEPT))
    this.newest = each(() => new Float64Array(clients).fill(-1))
    this.firstCounted = new Float64Array(clients).fill(Number.POSITIVE_INFINITY)
  }

  /** From here on everything counts; before, the server was warming up. */
  countFrom(s: number, n: number): void {
    this.firstCounted[s] = n
  }

  sending({ s, n }: Mark): void {
    const at = this.sentAt[s]
    if (at) at[n % KEPT] = performance.now()
    if (this.counts({ s, n })) this.sent++
  }

  received(receiver: number, { s, n }: Mark): void {
    const newest = this.newest[receiver]
    if (!newest || s === receiver) return
    if (n <= (newest[s] ?? -1)) {
      this.doubled++
      return
    }
    newest[s] = n
    if (this.counts({ s, n })) this.latencies.push(performance.now() - (this.sentAt[s]?.[n % KEPT] ?? 0))
  }

  /** Updates that should have been learned of and were not. */
  get lost(): number {
    return this.sent * (this.clients - 1) - this.latencies.length
  }

  private counts({ s, n }: Mark): boolean {
    return n >= (this.firstCounted[s] ?? Number.POSITIVE_INFINITY)
  }
}
