import type { ErrorCode } from '@inkwire/protocol'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Verdict } from '../log/log.ts'

/** Seconds. What people wait for: from what nobody feels to what a proxy gives up on. */
const WAITS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Why something live did not reach everybody. */
export type LiveDrop = 'slow' | 'rate' | 'invalid'
/** Which replica differed from the log. */
export type HashMismatch = 'snapshot'

/**
 * What this instance counts of itself, for Prometheus. On the hot path a number is raised, no more; what has a value at any moment is
 * read when somebody asks (readings.ts). No label ever holds an id.
 */
export class Metrics {
  readonly registry = new Registry()

  private readonly batches = this.counter('batches_total', 'Batches by what became of them', ['verdict'])
  private readonly commits = this.histogram('commit_seconds', 'From handing a batch to the log to its verdict')
  private readonly joins = this.histogram('join_seconds', 'From the wish to join a board to its answer')
  private readonly fanOut = this.histogram(
    'fan_out_seconds',
    'From what a tick waited longest with to when it was handed to all connections of its board',
  )
  private readonly messages = this.counter('tick_messages_total', 'Ticks handed to connections')
  private readonly dropped = this.counter('live_dropped_total', 'Live messages dropped, by reason', ['reason'])
  private readonly refusals = this.counter('refused_total', 'Events, requests and handshakes refused, by code', [
    'code',
  ])
  private readonly requests = this.counter('http_requests_total', 'Requests to the API, by status', ['status'])
  private readonly requestTimes = this.histogram('http_seconds', 'Time that requests to the API take')
  private readonly mismatches = this.counter(
    'hash_mismatches_total',
    'Replicas that differed from an independent fold of the log: each is a fault',
    ['of'],
  )

  constructor() {
    // A series that is not there yet can't be alarmed on.
    this.mismatches.inc({ of: 'snapshot' satisfies HashMismatch }, 0)
    for (const reason of ['slow', 'rate', 'invalid'] satisfies LiveDrop[]) this.dropped.inc({ reason }, 0)
    this.batches.inc({ verdict: 'committed' satisfies Verdict['kind'] }, 0)
  }

  /** Memory, CPU, garbage collection and the lag of the event loop, under the names that all Node services have. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry })
  }

  /** Something that is read when somebody asks; undefined: it is not there. */
  reading(name: string, help: string, read: () => number | undefined | Promise<number | undefined>): void {
    const gauge = new Gauge({
      name: `inkwire_${name}`,
      help,
      registers: [this.registry],
      async collect() {
        const value = await read()
        if (value === undefined) gauge.reset()
        else gauge.set(value)
      },
    })
  }

  committed(verdict: Verdict['kind'], seconds: number): void {
    this.batches.inc({ verdict })
    this.commits.observe(seconds)
  }

  joined(seconds: number): void {
    this.joins.observe(seconds)
  }

  /** @param since when what it waited longest with came, in ms of `performance.now()` */
  ticked(since: number, connections: number): void {
    this.fanOut.observe((performance.now() - since) / 1_000)
    this.messages.inc(connections)
  }

  liveDropped(reason: LiveDrop, count = 1): void {
    this.dropped.inc({ reason }, count)
  }

  refused(code: ErrorCode): void {
    this.refusals.inc({ code })
  }

  requested(status: number, seconds: number): void {
    this.requests.inc({ status: `${Math.floor(status / 100)}xx` })
    this.requestTimes.observe(seconds)
  }

  mismatched(of: HashMismatch): void {
    this.mismatches.inc({ of })
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name: `inkwire_${name}`, help, labelNames, registers: [this.registry] })
  }

  private histogram(name: string, help: string): Histogram {
    return new Histogram({ name: `inkwire_${name}`, help, buckets: WAITS, registers: [this.registry] })
  }
}
