import {
  type ActorId,
  type BoardId,
  type BoardSession,
  type Element,
  type ElementId,
  type Epoch,
  type GestureId,
  type LivePart,
  type Op,
  PackError,
  type PackedDocument,
  type Peer,
  type Person,
  type Props,
  type UndoOutcome,
} from '@inkwire/board'
import {
  type AccessMessage,
  type BatchRecord,
  type ErrorCode,
  type JoinAnswer,
  mayEdit,
  type Refusal,
  refusal,
  type Tick,
} from '@inkwire/protocol'
import { Adoption } from './adoption.ts'
import type { BoardCopy } from './board-copies.ts'
import { type BoardClientOptions, transportTo } from './client-options.ts'
import { type ClientState, StateStore } from './client-state.ts'
import { realClock } from './clock.ts'
import type { CopyDocument } from './copy-document.ts'
import { realRandomBytes } from './ids.ts'
import { Joining } from './joining.ts'
import { Listeners } from './listeners.ts'
import { LiveOut } from './live-out.ts'
import { LocalCopy } from './local-copy.ts'
import type { RefusedBatch } from './outbox.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import { OwnBatches } from './own-batches.ts'
import { Presence } from './presence.ts'
import { RefusedChanges } from './refused-changes.ts'
import { Replica, TooOldError } from './replica.ts'
import { Saving } from './saving.ts'
import { Shown } from './shown.ts'
import type { Link, Transport } from './transport.ts'
import { Undo } from './undo.ts'
import { UndoKeeper } from './undo-keeper.ts'

/** After these no copy of the board stays in this browser. */
const FORGETS: ReadonlySet<ErrorCode> = new Set(['access.denied', 'board.unknown', 'session.missing'])

/** One page on one board: the shown document, what I do to it, who else is there. Connects by itself until it is closed. */
export class BoardClient implements BoardSession {
  private readonly board: BoardId
  private readonly storage: OutboxStorage
  private readonly transport: Transport
  private readonly shown = new Shown()
  private readonly undoStacks = new Undo()
  private readonly replica: Replica
  private readonly own: OwnBatches
  private readonly adoption: Adoption
  private readonly refusedChanges: RefusedChanges
  private readonly copy: LocalCopy
  private readonly joining: Joining
  private readonly presence: Presence
  private readonly liveOut: LiveOut
  private readonly saving: Saving
  private readonly undoKeeper: UndoKeeper
  private readonly state = new StateStore()
  private readonly changeListeners = new Listeners<ReadonlySet<ElementId>>()
  private readonly snapshotListeners = new Listeners<Uint8Array<ArrayBuffer>>()
  private readonly stateListeners = new Listeners<void>()
  /** The board is joined; my own batches go when those of earlier pages have gone. */
  private ready: { readonly link: Link; readonly epoch: Epoch } | undefined
  private could = ''
  private closed = false

  constructor(options: BoardClientOptions) {
    const { board, key, outbox: storage, copies, clock = realClock, random = Math.random } = options
    this.board = board
    this.storage = storage
    this.transport = transportTo(options, clock, random)
    this.replica = new Replica({
      clock,
      fold: (record, ops) => this.fold(record, ops),
      askTail: (after) => this.joining.askTail(after),
    })
    const { replica, shown, state } = this
    this.copy = new LocalCopy({
      board,
      copies,
      storage,
      clock,
      replica,
      standing: () => state.standing,
      listener: {
        came: (bytes) => this.snapshotListeners.tell(bytes),
        opened: (document, copy) => this.openedCopy(document, copy),
        enter: (link) => this.joining.enter(link),
      },
    })
    const { logged } = this.copy
    this.refusedChanges = new RefusedChanges(board, storage, (refused) => this.state.set({ refused }))
    const changed = () => this.saving.update()
    this.own = new OwnBatches({
      board,
      storage,
      logged,
      replica,
      shown,
      undo: this.undoStacks,
      clock,
      random,
      randomBytes: options.randomBytes ?? realRandomBytes,
      listener: {
        committed: (ops) => this.liveOut.committed(ops),
        refused: (actor, batches) => this.rolledBack(actor, batches),
        rejoin: () => this.joining.again(),
        settle: () => this.settle(),
        changed,
      },
    })
    this.adoption = new Adoption({
      board,
      storage,
      logged,
      clock,
      random,
      have: () => (replica.epoch === null ? undefined : { epoch: replica.epoch, seq: replica.seq }),
      seq: () => replica.seq,
      newTransport: () => transportTo(options, clock, random),
      load: options.loadEarlierPages ?? (() => import('./earlier-pages.ts')),
      listener: {
        taken: (batches) => {
          shown.insert(batches)
          this.settle()
          this.tellState()
        },
        gone: (actor, number) => shown.drop(actor, number),
        settle: () => this.settle(),
        refused: (actor, batches) => this.rolledBack(actor, batches),
        changed: () => {
          changed()
          this.sendOwn()
        },
      },
    })
    this.presence = new Presence({ shown, clock, actor: () => this.actor, set: (change) => state.set(change) })
    this.liveOut = new LiveOut({
      clock,
      nextNumber: () => this.own.outbox.next,
      people: () => this.presence.size,
      send: (message) => this.sendLive(message),
    })
    this.undoKeeper = new UndoKeeper(board, storage, clock, this.undoStacks, () => this.tellState())
    this.joining = new Joining({
      board,
      key,
      transport: this.transport,
      replica,
      clock,
      random,
      listener: {
        identity: () => ({ actor: this.actor, ...(this.own.token === undefined ? {} : { token: this.own.token }) }),
        startOver: () => this.own.startOver(),
        otherLog: () => this.otherLog(),
        joined: (link, answer) => this.joined(link, answer),
        came: (bytes) => this.snapshotListeners.tell(bytes),
        loaded: (bytes) => this.loaded(bytes),
        receive: (work) => this.receive(work),
        tick: (tick) => this.takeTick(tick),
        waiting: () => this.left(),
        refused: (problem) => this.refuse(problem),
        mismatched: () => {
          this.copy.forget()
          this.state.set({ hashMismatches: this.state.current.hashMismatches + 1 })
        },
      },
    })
    this.saving = new Saving({
      clock,
      own: this.own,
      adoption: this.adoption,
      joining: this.joining,
      set: (change) => {
        this.state.set(change)
        this.tellState()
      },
      offline: () => this.presence.clear(),
    })
    this.transport.start({
      opened: (link) => this.copy.link(link),
      closed: () => this.disconnected(),
      refused: (problem) => this.refuse(problem),
      tick: (bytes) => this.joining.tick(bytes),
      people: (message) => {
        if (this.joining.isRoom(message.room) && this.presence.take(message)) this.liveOut.repeat()
      },
      board: ({ room, name }) => this.joining.isRoom(room) && this.state.set({ name }),
      access: (message) => this.takeAccess(message),
    })
    this.saving.update()
  }

  // What is shown.

  get(id: ElementId): Element | undefined {
    return this.shown.get(id)
  }

  elements(): Iterable<Element> {
    return this.shown.elements()
  }

  get size(): number {
    return this.shown.size
  }

  get meta(): Props {
    return this.shown.meta
  }

  takeSnapshot(): PackedDocument | undefined {
    return this.shown.takeSnapshot()
  }

  onSnapshot(listener: (bytes: Uint8Array<ArrayBuffer>) => void): () => void {
    return this.snapshotListeners.add(listener)
  }

  onChange(listener: (ids: ReadonlySet<ElementId>) => void): () => void {
    return this.changeListeners.add(listener)
  }

  peers(): readonly Peer[] {
    return this.presence.list()
  }

  onPeers(listener: () => void): () => void {
    return this.presence.onChange(listener)
  }

  // How it stands.

  getState(): ClientState {
    return this.state.current
  }

  subscribe(listener: () => void): () => void {
    return this.state.subscribe(listener)
  }

  /** The base document, without what waits in the outbox (`outbox` says how many batches do); epoch null: nothing is loaded yet. */
  head(): { epoch: Epoch | null; seq: number; hash: string; elements: number; outbox: number } {
    const { epoch, seq, document } = this.replica
    const outbox = this.own.outbox.size + this.adoption.size
    return { epoch, seq, hash: document.hash, elements: document.size, outbox }
  }

  get actor(): ActorId {
    return this.own.actor
  }

  get person(): Person | null {
    return this.state.current.person
  }

  get canEdit(): boolean {
    const { phase, role, readOnly } = this.state.current
    return phase === 'open' && role !== null && mayEdit(role) && readOnly === null && !this.closed
  }

  get opening(): boolean {
    return this.state.current.phase === 'connecting'
  }

  /** What undo takes back next. */
  get newestGesture(): GestureId | undefined {
    return this.undoStacks.undoable.at(-1)?.gesture
  }

  get canUndo(): boolean {
    return this.canEdit && this.undoStacks.undoable.length > 0
  }

  get canRedo(): boolean {
    return this.canEdit && this.undoStacks.redoable.length > 0
  }

  onState(listener: () => void): () => void {
    return this.stateListeners.add(listener)
  }

  // What I do.

  commit(gesture: GestureId, ops: readonly Op[]): void {
    if (!this.canEdit || ops.length === 0) return
    this.own.perform(gesture, ops, 'gesture')
    this.tellState()
  }

  live(part: LivePart): void {
    if (!this.closed) this.liveOut.show(part)
  }

  undo(): UndoOutcome {
    return this.takeBack('undo')
  }

  redo(): UndoOutcome {
    return this.takeBack('redo')
  }

  /** The person has seen what was refused: all of it, or what these ids name. */
  dismissRefused(ids?: readonly string[]): void {
    this.refusedChanges.dismiss(ids)
  }

  /** Leaves the board. What is not acknowledged stays in the storage. */
  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.joining.link?.leave(this.board)
    this.joining.leave()
    this.own.outbox.disconnect()
    this.adoption.close()
    this.refusedChanges.close()
    this.transport.close()
    this.liveOut.close()
    this.presence.close()
    this.saving.close()
    await Promise.all([this.undoKeeper.close(), this.copy.close()])
    this.storage.release()
  }

  private takeBack(origin: 'undo' | 'redo'): UndoOutcome {
    if (!this.canEdit) return { kind: 'nothing' }
    const outcome = this.own.takeBack(origin)
    this.tellState()
    return outcome
  }

  // What this browser kept.

  private openedCopy(copy: CopyDocument, { base, epoch, role, name, person }: BoardCopy): void {
    const { document, seq, changed } = copy
    this.replica.load(document, epoch, seq)
    for (const record of copy.records) this.adoption.folded(record)
    this.shown.reset(document, base.bytes ? { bytes: base.bytes, changed } : undefined)
    this.state.set({ phase: 'open', source: 'copy', role, name, person })
    this.standing(epoch)
    this.settle()
    this.tellState()
  }

  /** There is a document, of this log: what was left for it comes in. */
  private standing(epoch: Epoch): void {
    this.undoKeeper.stands(epoch)
    this.adoption.start()
  }

  // What comes from the server.

  private joined(link: Link, answer: JoinAnswer): void {
    this.own.token = answer.token
    const { role, person, name, epoch } = answer
    this.state.set({ role, person, name })
    this.copy.standingChanged()
    this.presence.joined(answer)
    this.ready = { link, epoch }
    this.adoption.joined()
    this.sendOwn()
    this.liveOut.restart()
    this.saving.update()
    this.tellState()
  }

  /** Sends what this page did, once it may go: it may build on what earlier pages left. */
  private sendOwn(): void {
    const { ready, adoption } = this
    if (!ready || !adoption.idle) return
    this.ready = undefined
    const { link, epoch } = ready
    void this.own.connect(link, epoch, () => this.joining.link === link && !this.closed)
  }

  private loaded(bytes: Uint8Array<ArrayBuffer> | undefined): void {
    this.copy.loaded(bytes)
    this.shown.reset(this.replica.document, bytes && { bytes, changed: new Set() })
    this.own.reached(this.replica.seq)
    this.adoption.reached(this.replica.seq)
    if (this.replica.epoch !== null) this.standing(this.replica.epoch)
  }

  private otherLog(): void {
    this.copy.forget()
    this.own.outbox.offerAll()
    this.adoption.otherLog()
  }

  private fold(record: BatchRecord, ops: readonly Op[]): void {
    const { actor, number } = record
    if (actor !== this.actor) this.undoStacks.theirs(this.shown, ops)
    this.shown.foldBase({ actor, number, ops })
    this.copy.folded(record)
    if (actor === this.actor) this.own.folded(number, record.seq)
    else {
      this.adoption.folded(record)
      this.presence.folded(actor, number)
    }
  }

  /** Whatever changes the base document runs in here: then everybody hears of all of it at once. */
  private receive(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof PackError || error instanceof TooOldError)) throw error
      // From our own server, so it must be newer than this page: going on would show another document than it has.
      this.refuse(refusal('protocol.version', error.message))
    }
    this.settle()
    const { phase, source } = this.state.current
    if (this.joining.caughtUp && (phase === 'connecting' || source === 'copy')) {
      this.state.set({ phase: 'open', source: 'server' })
    }
    this.tellState()
  }

  private takeTick({ batches, live }: Tick): void {
    this.replica.receive(batches)
    this.presence.hear(live)
  }

  private takeAccess({ room, role, reason }: AccessMessage): void {
    if (!this.joining.isRoom(room)) return
    if (role === undefined) this.refuse({ ...refusal('access.denied'), message: reason })
    else this.state.set({ role })
    this.copy.standingChanged()
    this.tellState()
  }

  /** We are not on the board for now. */
  private left(): void {
    this.ready = undefined
    this.adoption.left()
    this.saving.update()
  }

  private disconnected(): void {
    this.copy.link(undefined)
    this.joining.leave()
    this.own.outbox.disconnect()
    this.left()
    this.presence.lost()
  }

  private refuse(problem: Refusal): void {
    this.copy.stopOpening()
    this.transport.close()
    this.disconnected()
    // What may not be seen any more must not be seen offline either; without a session nobody knows who is here.
    if (FORGETS.has(problem.code)) this.copy.forget()
    this.state.set({ phase: 'refused', problem })
    this.tellState()
  }

  private rolledBack(actor: ActorId, batches: readonly RefusedBatch[]): void {
    for (const { number } of batches) this.undoStacks.forget({ actor, number })
    this.refusedChanges.add(actor, batches)
    this.settle()
    this.tellState()
  }

  // Who is told.

  private settle(): void {
    const changed = this.shown.settle()
    if (changed) this.presence.documentChanged()
    // Both stand by now: a preview and the change that takes its place must not be seen one without the other.
    if (changed) this.changeListeners.tell(changed)
    this.presence.tell()
  }

  private tellState(): void {
    this.undoKeeper.update()
    const can = `${this.canEdit} ${this.canUndo} ${this.canRedo} ${this.opening}`
    if (can === this.could) return
    this.could = can
    this.stateListeners.tell()
  }

  private sendLive(message: Uint8Array): boolean {
    const { link } = this.joining
    link?.live(this.board, message)
    return link !== undefined
  }
}
