/** What a generator is to do. */
export interface RunOptions {
  readonly contender: string
  readonly port: number
  /** Of the server. */
  readonly pid: number
  readonly clients: number
  readonly seconds: number
  /** Updates a second and client. */
  readonly rate: number
}

/** What a generator measured. */
export interface RunResult {
  /** ms from sending to the receivers' callbacks. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly delivered: number
  readonly lost: number
  readonly doubled: number
  /** CPU seconds per 100,000 updates delivered. */
  readonly serverCpu: number
  readonly databaseCpu: number
  /** Bytes of TCP payload that all receivers got, per update delivered. */
  readonly bytes: number
  /** The generator's own share of one core, in %: near 100 it measures itself. */
  readonly generator: number
  /** Share of the machine's cores, in %, that was used by neither server, database nor generator. */
  readonly others: number
}
