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
  type JoinAnswer,
  mayEdit,
  type PeopleMessage,
  type Present,
  type Refusal,
  refusal,
  type Tick,
  unpackLive,
} from '@inkwire/protocol'
import { Adoption } from './adoption.ts'
import { type BoardClientOptions, transportTo } from './client-options.ts'
import { type ClientState, StateStore } from './client-state.ts'
import { realClock } from './clock.ts'
import { newActor, newGesture, type RandomBytes, realRandomBytes } from './ids.ts'
import { Joining } from './joining.ts'
import { Listeners } from './listeners.ts'
import { LiveOut } from './live-out.ts'
import { Outbox, type OutboxBatch, type RefusedBatch } from './outbox.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import { Peers } from './peers.ts'
import { Replica, TooOldError } from './replica.ts'
import { SaveWatch } from './save-state.ts'
import { Shown, targetOf } from './shown.ts'
import { splitOps } from './split-ops.ts'
import { storedBatch } from './stored-batch.ts'
import type { Link, Transport } from './transport.ts'
import { type Origin, Undo } from './undo.ts'
import { UndoKeeper } from './undo-keeper.ts'

/** One page on one board: the shown document, what I do to it, who else is there. Connects by itself until it is closed. */
export class BoardClient implements BoardSession {
  private readonly board: BoardId
  private readonly storage: OutboxStorage
  private readonly randomBytes: RandomBytes
  private readonly transport: Transport
  private readonly shown = new Shown()
  private readonly undoStacks = new Undo()
  private readonly replica: Replica
  private readonly outbox: Outbox
  private readonly joining: Joining
  private readonly peersOnBoard: Peers
  private readonly liveOut: LiveOut
  private readonly saveWatch: SaveWatch
  private readonly undoKeeper: UndoKeeper
  private readonly adoption: Adoption
  private readonly state = new StateStore()
  private readonly changeListeners = new Listeners<ReadonlySet<ElementId>>()
  private readonly snapshotListeners = new Listeners<Uint8Array<ArrayBuffer>>()
  private readonly peerListeners = new Listeners<void>()
  private readonly stateListeners = new Listeners<void>()
  private token: string | undefined
  /** After a fresh actor was taken, until it is on the board: batches that are kept under actors before it. */
  private replaced: readonly OutboxBatch[] | undefined
  private present = new Map<ActorId, Present>()
  private hashMismatches = 0
  private could = ''
  private peersChanged = false
  private closed = false

  constructor(options: BoardClientOptions) {
    const { board, key, outbox: storage, clock = realClock, random = Math.random } = options
    this.board = board
    this.storage = storage
    this.randomBytes = options.randomBytes ?? realRandomBytes
    this.transport = transportTo(options, clock, random)
    this.replica = new Replica({
      clock,
      fold: (record, ops) => {
        if (record.actor !== this.actor) this.undoStacks.theirs(this.shown, ops)
        this.shown.foldBase({ actor: record.actor, number: record.number, ops })
        if (record.actor === this.actor) this.dropFolded(record.number)
        else if (this.peersOnBoard.folded(record.actor, record.number)) this.peersChanged = true
      },
      askTail: (after) => this.joining.askTail(after),
    })
    this.outbox = new Outbox(newActor(this.randomBytes), {
      board,
      clock,
      random,
      listener: {
        acknowledged: (batch, seq) => this.acknowledged(batch, seq),
        refused: (batches) => this.rollBack(batches),
        rejoin: () => this.joining.again(),
        changed: () => this.updateSave(),
      },
    })
    storage.hold(this.outbox.actor)
    this.adoption = new Adoption({
      board,
      storage,
      clock,
      random,
      have: () => (this.replica.epoch === null ? undefined : { epoch: this.replica.epoch, seq: this.replica.seq }),
      newTransport: () => transportTo(options, clock, random),
      refused: (batches) => this.keepRefused(batches),
      changed: () => this.updateSave(),
    })
    this.peersOnBoard = new Peers(this.shown, clock, () => this.peerListeners.tell())
    this.liveOut = new LiveOut({
      clock,
      nextNumber: () => this.outbox.next,
      people: () => this.present.size,
      send: (message) => this.sendLive(message),
    })
    this.saveWatch = new SaveWatch(
      clock,
      () => ({
        connected: this.joining.link !== undefined,
        waiting: this.outbox.size + this.adoption.size,
        oldestAt: this.outbox.unsaved[0]?.at ?? clock.now(),
        stuck: this.outbox.stuck,
      }),
      () => this.updateSave(),
    )
    this.undoKeeper = new UndoKeeper(board, storage, clock, this.undoStacks, () => this.tellState())
    this.joining = new Joining({
      board,
      key,
      transport: this.transport,
      replica: this.replica,
      clock,
      random,
      listener: {
        identity: () => ({ actor: this.actor, ...(this.token === undefined ? {} : { token: this.token }) }),
        startOver: () => this.startOver(),
        otherLog: () => this.outbox.offerAll(),
        joined: (link, answer) => this.joined(link, answer),
        came: (bytes) => this.snapshotListeners.tell(bytes),
        loaded: (bytes) => this.loaded(bytes),
        receive: (work) => this.receive(work),
        tick: (tick) => this.takeTick(tick),
        waiting: () => this.updateSave(),
        refused: (problem) => this.refuse(problem),
        mismatched: () => this.state.set({ hashMismatches: ++this.hashMismatches }),
      },
    })
    this.transport.start({
      opened: (link) => this.joining.enter(link),
      closed: () => this.disconnected(),
      refused: (problem) => this.refuse(problem),
      tick: (bytes) => this.joining.tick(bytes),
      people: (message) => this.takePeople(message),
      board: ({ room, name }) => this.joining.isRoom(room) && this.state.set({ name }),
      access: (message) => this.takeAccess(message),
    })
    this.updateSave()
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
    return this.peersOnBoard.list()
  }

  onPeers(listener: () => void): () => void {
    return this.peerListeners.add(listener)
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
    return { epoch, seq, hash: document.hash, elements: document.size, outbox: this.outbox.size + this.adoption.size }
  }

  get actor(): ActorId {
    return this.outbox.actor
  }

  get person(): Person | null {
    return this.state.current.person
  }

  get canEdit(): boolean {
    const { phase, role } = this.state.current
    return phase === 'open' && role !== null && mayEdit(role) && !this.closed
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
    if (this.canEdit && ops.length > 0) this.perform(gesture, ops, 'gesture')
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

  /** The person has seen what was refused. */
  dismissRefused(): void {
    this.state.set({ refused: [] })
  }

  /** Leaves the board. What is not acknowledged stays in the storage. */
  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.joining.link?.leave(this.board)
    this.joining.leave()
    this.outbox.disconnect()
    this.adoption.close()
    this.transport.close()
    this.liveOut.close()
    this.peersOnBoard.close()
    this.saveWatch.close()
    await this.undoKeeper.close()
    this.storage.release()
  }

  private takeBack(origin: 'undo' | 'redo'): UndoOutcome {
    if (!this.canEdit) return { kind: 'nothing' }
    const inverse = this.undoStacks.take(origin, this.shown)
    if (inverse.ops.length === 0) {
      this.tellState()
      return inverse.kept > 0 ? { kind: 'done', touched: [], kept: inverse.kept } : { kind: 'nothing' }
    }
    this.undoStacks.taken(inverse, this.perform(newGesture(this.randomBytes), inverse.ops, origin))
    const touched = new Set(inverse.ops.flatMap((op) => targetOf(op) ?? []))
    return { kind: 'done', touched: [...touched], kept: inverse.kept }
  }

  private perform(gesture: GestureId, ops: readonly Op[], origin: Origin): readonly OutboxBatch[] {
    const batches = splitOps(ops).map(({ ops: some, packed }) => {
      this.undoStacks.record(this.shown, gesture, { actor: this.actor, number: this.outbox.next, ops: some }, origin)
      const batch = this.outbox.add(gesture, some, packed)
      this.shown.add(batch)
      this.store(batch)
      return batch
    })
    this.liveOut.committed(ops)
    this.outbox.send()
    this.updateSave()
    this.settle()
    this.tellState()
    return batches
  }

  private store(batch: OutboxBatch): void {
    const { epoch } = this.replica
    const { token } = this
    // What is made while there is none is stored when there is one (`replaced`).
    if (token === undefined || epoch === null) return
    void this.storage.putBatch(this.board, storedBatch(batch, token, epoch))
  }

  // What comes from the server.

  private joined(link: Link, answer: JoinAnswer): void {
    this.token = answer.token
    this.present = new Map(answer.present.map((one) => [one.actor, one]))
    this.peersOnBoard.replace(answer.present.filter(({ actor }) => actor !== this.actor))
    const { role, person, name } = answer
    this.state.set({ role, person, name, present: answer.present })
    void this.send(link, answer)
    this.liveOut.restart()
    this.adoption.start()
    this.updateSave()
    this.peerListeners.tell()
    this.tellState()
  }

  /** Sends what waits. Under a fresh actor it must be kept as that one's before: else a later page would send the old one's, too. */
  private async send(link: Link, { epoch, token }: JoinAnswer): Promise<void> {
    const { replaced } = this
    if (replaced) {
      this.replaced = undefined
      const batches = this.outbox.unsaved.map((batch) => storedBatch(batch, token, epoch))
      await this.storage.replaceBatches(this.board, replaced, batches)
      if (this.joining.link !== link || this.closed) return
    }
    this.outbox.connect(link, epoch)
  }

  private loaded(bytes: Uint8Array<ArrayBuffer> | undefined): void {
    this.shown.reset(this.replica.document, bytes)
    for (const { actor, number } of this.outbox.reached(this.replica.seq)) this.shown.drop(actor, number)
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
    if (this.state.current.phase === 'connecting' && this.joining.caughtUp) this.state.set({ phase: 'open' })
    this.tellState()
  }

  private takeTick({ batches, live }: Tick): void {
    this.replica.receive(batches)
    for (const { actor, bytes } of live) {
      // All get the same bytes, my own live included.
      if (actor === this.actor) continue
      try {
        this.peersOnBoard.heard(actor, unpackLive(bytes))
        this.peersChanged = true
      } catch (error) {
        // Of a newer page, perhaps; what it shows live is not worth the rest of the tick.
        if (!(error instanceof PackError)) throw error
      }
    }
  }

  private takePeople({ room, present, gone }: PeopleMessage): void {
    if (!this.joining.isRoom(room)) return
    const before = this.present.size
    for (const actor of gone) this.present.delete(actor)
    for (const one of present) this.present.set(one.actor, one)
    this.peersOnBoard.gone(gone)
    this.peersOnBoard.came(present.filter(({ actor }) => actor !== this.actor))
    const me = this.present.get(this.actor)
    this.state.set({ present: [...this.present.values()], ...(me ? { person: me.person } : {}) })
    if (this.present.size > before) this.liveOut.repeat()
    this.peerListeners.tell()
  }

  private takeAccess({ room, role, reason }: AccessMessage): void {
    if (!this.joining.isRoom(room)) return
    if (role === undefined) this.refuse({ ...refusal('access.denied'), message: reason })
    else this.state.set({ role })
    this.tellState()
  }

  private disconnected(): void {
    this.joining.leave()
    this.outbox.disconnect()
    this.peersOnBoard.replace([])
    this.updateSave()
    this.peerListeners.tell()
  }

  private refuse(problem: Refusal): void {
    this.transport.close()
    this.disconnected()
    this.state.set({ phase: 'refused', problem })
    this.tellState()
  }

  // My batches, on their way.

  private acknowledged({ actor, number }: OutboxBatch, seq: number): void {
    void this.storage.removeBatch(this.board, actor, number)
    // A snapshot may have brought it before its answer came.
    if (seq > this.replica.seq) this.replica.expect(seq)
    else {
      for (const batch of this.outbox.reached(this.replica.seq)) this.shown.drop(batch.actor, batch.number)
      this.settle()
    }
  }

  private dropFolded(number: number): void {
    const batch = this.outbox.folded(number)
    if (!batch) return
    this.shown.drop(batch.actor, number)
    if (batch.state.kind !== 'acknowledged') void this.storage.removeBatch(this.board, batch.actor, number)
  }

  private rollBack(batches: readonly RefusedBatch[]): void {
    for (const { number } of batches) {
      this.shown.drop(this.actor, number)
      this.undoStacks.forget({ actor: this.actor, number })
      void this.storage.removeBatch(this.board, this.actor, number)
    }
    this.keepRefused(batches)
    this.settle()
    this.tellState()
  }

  private keepRefused(batches: readonly RefusedBatch[]): void {
    const refused = batches.map(({ gesture, refusal: why, ops }) => ({ gesture, refusal: why, ops }))
    this.state.set({ refused: [...this.state.current.refused, ...refused] })
  }

  private startOver(): void {
    const { old, batches, renames } = this.outbox.startOver(newActor(this.randomBytes))
    this.storage.hold(this.actor)
    this.token = undefined
    for (const { actor, number } of old) this.shown.drop(actor, number)
    this.replaced = [...(this.replaced ?? []), ...old]
    for (const batch of batches) this.shown.add(batch)
    this.undoStacks.rename(renames)
    this.settle()
  }

  // Who is told.

  private settle(): void {
    const changed = this.shown.settle()
    if (changed && this.peersOnBoard.documentChanged()) this.peersChanged = true
    const { peersChanged } = this
    this.peersChanged = false
    // Both stand by now: a preview and the change that takes its place must not be seen one without the other.
    if (changed) this.changeListeners.tell(changed)
    if (peersChanged) this.peerListeners.tell()
  }

  private updateSave(): void {
    this.saveWatch.update()
    this.state.set({ save: this.saveWatch.state, connected: this.joining.link !== undefined })
    if (this.saveWatch.state === 'offline' && this.present.size > 0) {
      // Whoever was there may be gone by now.
      this.present.clear()
      this.state.set({ present: [] })
    }
  }

  private tellState(): void {
    this.undoKeeper.update()
    const can = `${this.canEdit} ${this.canUndo} ${this.canRedo}`
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
