import { type ActorId, BoardDocument, type BoardId, type Epoch, type Random, unpackSnapshot } from '@inkwire/board'
import {
  type Answer,
  type JoinAnswer,
  PROTOCOL_VERSION,
  type Refusal,
  type Tick,
  unpackRecords,
  unpackTick,
} from '@inkwire/protocol'
import { BackOff } from './back-off.ts'
import type { Clock } from './clock.ts'
import type { Replica } from './replica.ts'
import type { Link, Transport } from './transport.ts'

/** A join or a tail that is not answered is asked again, in ms. */
const ANSWER_MS = 10_000
/** First and longest wait before a join that may succeed later, in ms. */
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
/** Hashes are compared at some moment within so many ms of the join: a thousand people who come at once must not ask at once. */
const HASH_WITHIN_MS = 2_000

type State =
  | { readonly kind: 'away' }
  /** Ticks wait for the answer, or for the document. */
  | {
      readonly kind: 'asking' | 'waiting'
      readonly link: Link
      readonly ticks: Uint8Array[]
      readonly cancel: () => void
    }
  | { readonly kind: 'loading'; readonly link: Link; readonly room: number; readonly ticks: Uint8Array[] }
  | { readonly kind: 'joined'; readonly link: Link; readonly room: number }

export interface JoiningListener {
  /** Who asks: the actor and its token, once it has one. */
  identity(): { readonly actor: ActorId; readonly token?: string }
  /** Our actor is somebody else's by now: take a fresh one. */
  startOver(): void
  /** The log is another one than the one that we know, or its end is missing. */
  otherLog(): void
  /** We are on the board; batches can be sent. The document may still be on its way. */
  joined(link: Link, answer: JoinAnswer): void
  /** A document came, packed, where there was none before. It is read next. */
  came(bytes: Uint8Array<ArrayBuffer>): void
  /** The replica stands on another document; `bytes`: it packed, where it came so. */
  loaded(bytes?: Uint8Array<ArrayBuffer>): void
  /** Runs what folds records, and tells everybody of the outcome. */
  receive(work: () => void): void
  tick(tick: Tick): void
  /** We are not on the board for now. */
  waiting(): void
  refused(refusal: Refusal): void
  /** At equal seqs the server's hash was another one; the document is loaded anew. */
  mismatched(): void
}

export interface JoiningOptions {
  readonly board: BoardId
  readonly key: string | undefined
  readonly transport: Transport
  readonly replica: Replica
  readonly clock: Clock
  readonly random: Random
  readonly listener: JoiningListener
}

/** Brings a link onto the board: asks, loads the document where ours is too old, and lets the replica follow. */
export class Joining {
  private state: State = { kind: 'away' }
  private reload = false
  private checksHash = true
  private head = 0
  private cancelCheck = () => {}
  /** Why we were not taken in just now. */
  problem: Refusal | null = null
  private readonly backOff: BackOff

  constructor(private readonly options: JoiningOptions) {
    this.backOff = new BackOff(options.random, FIRST_WAIT_MS, LONGEST_WAIT_MS)
  }

  /** The link over which we are on the board. */
  get link(): Link | undefined {
    return this.state.kind === 'joined' || this.state.kind === 'loading' ? this.state.link : undefined
  }

  /** Marks what belongs to this board on the connection. */
  isRoom(room: number): boolean {
    return 'room' in this.state && this.state.room === room
  }

  /** Whether the replica has all that there was when we joined. */
  get caughtUp(): boolean {
    return this.state.kind === 'joined' && this.options.replica.seq >= this.head
  }

  /** A link is up. */
  enter(link: Link): void {
    this.leave()
    this.backOff.reset()
    this.ask(link, [])
  }

  /** The link is down, or not ours to use any more. */
  leave(): void {
    if ('cancel' in this.state) this.state.cancel()
    this.state = { kind: 'away' }
    this.problem = null
    this.cancelCheck()
    this.options.replica.pause()
  }

  /** Joins anew over the same link, with another answer in view: after a wait, as it may be the same again. */
  again(): void {
    const { state } = this
    if (state.kind === 'away' || state.kind === 'waiting') return
    if ('cancel' in state) state.cancel()
    this.cancelCheck()
    this.options.replica.pause()
    const { link } = state
    const ticks: Uint8Array[] = []
    const cancel = this.options.clock.after(this.backOff.next(), () => this.ask(link, ticks))
    this.state = { kind: 'waiting', link, ticks, cancel }
    this.options.listener.waiting()
  }

  tick(bytes: Uint8Array): void {
    const { state } = this
    if (state.kind === 'joined') this.take(bytes, state.room)
    else if (state.kind !== 'away') state.ticks.push(bytes)
  }

  /** Asks for the records after a seq. */
  askTail(after: number): void {
    const { link } = this
    const { board, replica, clock } = this.options
    if (!link || replica.epoch === null) return
    let open = true
    const current = () => {
      const first = open
      open = false
      cancel()
      return first && this.link === link
    }
    const cancel = clock.after(ANSWER_MS, () => {
      if (current()) replica.unanswered()
    })
    link.tail({ board, epoch: replica.epoch, after }, (answer) => {
      if (!current()) return
      if (answer.ok) this.options.listener.receive(() => replica.answered(unpackRecords(answer.tail), answer.head))
      else if (answer.error.code === 'board.wrong_epoch') this.again()
      else replica.unanswered()
    })
  }

  private ask(link: Link, ticks: Uint8Array[]): void {
    const { board, key, replica, listener, clock } = this.options
    const have = replica.epoch === null || this.reload ? undefined : { epoch: replica.epoch, seq: replica.seq }
    const state: State = { kind: 'asking', link, ticks, cancel: clock.after(ANSWER_MS, () => this.again()) }
    this.state = state
    const request = { protocol: PROTOCOL_VERSION, board, ...listener.identity() }
    link.join({ ...request, ...(key === undefined ? {} : { key }), ...(have ? { have } : {}) }, (answer) => {
      // One that was given up, or of an earlier link.
      if (this.state !== state) return
      state.cancel()
      this.answered(link, ticks, have !== undefined, answer)
    })
  }

  private answered(link: Link, ticks: Uint8Array[], had: boolean, answer: Answer<JoinAnswer>): void {
    const { listener, replica } = this.options
    if (!answer.ok) {
      const foreign = answer.error.code === 'actor.foreign'
      if (foreign) listener.startOver()
      else this.problem = answer.error
      if (foreign || answer.error.retry) this.again()
      else {
        this.leave()
        listener.refused(answer.error)
      }
      return
    }
    this.problem = null
    const { epoch, head } = answer
    if (had && (epoch !== replica.epoch || head < replica.seq)) {
      listener.otherLog()
      this.reload = true
      this.ask(link, ticks)
      return
    }
    this.head = head
    if (answer.snapshot) {
      this.state = { kind: 'loading', link, room: answer.room, ticks }
      listener.joined(link, answer)
      void this.load(this.state, answer, answer.snapshot)
      return
    }
    if (!had) this.stand(new BoardDocument(), epoch, 0)
    this.follow({ link, room: answer.room, ticks, tail: answer.tail }, () => listener.joined(link, answer))
  }

  private async load(loading: State, { epoch, room, tail }: JoinAnswer, snapshot: { path: string; seq: number }) {
    try {
      const bytes = await this.options.transport.snapshot(snapshot.path)
      if (this.state === loading && this.options.replica.document.size === 0) this.options.listener.came(bytes)
      const document = unpackSnapshot(bytes)
      if (this.state !== loading || loading.kind !== 'loading') return
      this.stand(document, epoch, snapshot.seq, bytes)
      this.follow({ link: loading.link, room, ticks: loading.ticks, tail }, () => {})
    } catch {
      // Not to be had now, or damaged on its way: the next answer may name a newer one.
      if (this.state === loading) this.again()
    }
  }

  private stand(document: BoardDocument, epoch: Epoch, seq: number, bytes?: Uint8Array<ArrayBuffer>): void {
    this.options.replica.load(document, epoch, seq)
    this.reload = false
    this.options.listener.loaded(bytes)
  }

  private follow(
    { link, room, ticks, tail }: { link: Link; room: number; ticks: Uint8Array[]; tail: Uint8Array },
    then: () => void,
  ): void {
    const { replica, listener } = this.options
    this.state = { kind: 'joined', link, room }
    this.backOff.reset()
    then()
    listener.receive(() => {
      replica.receive(unpackRecords(tail))
      replica.follow(this.head)
    })
    for (const bytes of ticks) if (this.isRoom(room)) this.take(bytes, room)
    if (this.checksHash) this.compareSoon()
    this.checksHash = true
  }

  private take(bytes: Uint8Array, room: number): void {
    this.options.listener.receive(() => {
      const tick = unpackTick(bytes)
      if (tick.room === room) this.options.listener.tick(tick)
    })
  }

  private compareSoon(): void {
    this.cancelCheck()
    const { clock, random } = this.options
    this.cancelCheck = clock.after(random() * HASH_WITHIN_MS, () => void this.compare(this.state))
  }

  private async compare(joined: State): Promise<void> {
    const { transport, board, replica, listener } = this.options
    try {
      const server = await transport.head(board)
      if (this.state !== joined || joined.kind !== 'joined' || server.epoch !== replica.epoch) return
      replica.expect(server.seq)
      if (server.seq !== replica.seq || server.hash === replica.document.hash) return
    } catch {
      // Only a precaution: the next join compares again.
      return
    }
    this.reload = true
    // Once: were it the server that is wrong, every load would end here again.
    this.checksHash = false
    listener.mismatched()
    this.again()
  }
}
