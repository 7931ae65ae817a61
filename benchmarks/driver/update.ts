/**
 * What a load generator's client does, of sender `s`, its n-th thing. Points are x, y, x, y …; `at` counts the stroke's points before.
 * A `stroke` ends the sender's stroke before it and becomes the one that `append` goes on with.
 */
export type Update = { readonly s: number; readonly n: number } & (
  | { readonly kind: 'stroke'; readonly id: string; readonly pts: readonly number[] }
  | { readonly kind: 'append'; readonly id: string; readonly pts: readonly number[]; readonly at: number }
  | { readonly kind: 'move'; readonly id: string; readonly x: number; readonly y: number }
  | RectangleUpdate
)

export interface RectangleUpdate {
  readonly kind: 'rect'
  readonly id: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** An update that a receiver has learned of. */
export interface Mark {
  readonly s: number
  readonly n: number
}

/** One client of a load generator, joined to its board. */
export interface Client {
  send(update: Update): void
  onUpdate(listener: (mark: Mark) => void): void
  /** Resolves when all that is to be stored is acknowledged. */
  settled(): Promise<void>
  close(): void
}

export interface ConnectOptions {
  readonly port: number
  readonly room: string
  /** Number of the client within its generator. */
  readonly client: number
  readonly writer?: boolean
  /** Fills a board: whatever it sends is stored. */
  readonly host?: boolean
}

/** How to start a server and be its client. */
export interface Driver {
  server(options: { readonly port: number; readonly dataDir: string }): {
    readonly cmd: string
    readonly args: readonly string[]
    readonly env: { readonly [name: string]: string }
  }
  connect(options: ConnectOptions): Promise<Client>
  /** A join as a page does it: the whole board, decoded; `count` elements. */
  joinBoard?(options: JoinOptions): Promise<{ readonly count: number; close(): void }>
  /** So many join at the same moment, over connections that are there already. */
  arrive?(options: { readonly port: number; readonly room: string; readonly clients: number }): Promise<Arrival>
}

/** How long it took until all had their answers, and until all had the whole board, in ms. */
export interface Arrival {
  readonly answered: number
  readonly loaded: number
}

export interface JoinOptions {
  readonly port: number
  readonly room: string
  readonly client: number
}
