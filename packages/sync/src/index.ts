export type { BoardCopies, BoardCopy, CopyBase, CopyPart, CopyStanding, CopyTail, KnownBoard } from './board-copies.ts'
export { BoardClient } from './client.ts'
export type { BoardClientOptions } from './client-options.ts'
export type { ClientState, RefusedChange } from './client-state.ts'
export { type Clock, realClock } from './clock.ts'
export type { SocketIoOptions } from './connection.ts'
export { type CopyDocument, copyDocument } from './copy-document.ts'
export type { RandomBytes } from './ids.ts'
export { indexedDbCopies } from './indexeddb-copies.ts'
export { indexedDbOutbox } from './indexeddb-outbox.ts'
export type { Keeper } from './keeper.ts'
export { forgetMine, forgetOthers, type UnsentWork, unsentWork } from './kept-data.ts'
export {
  byActor,
  memoryOutbox,
  type Orphans,
  type OutboxStorage,
  type StoredBatch,
  type StoredRefused,
  type StoredUndo,
} from './outbox-storage.ts'
export { Replica, type ReplicaOptions, TooOldError } from './replica.ts'
export type { SaveState } from './save-state.ts'
export { newElementId, newGestureId, scriptSession, whenOpen, whenSaved, whenState } from './script.ts'
export { sendWaiting } from './send-waiting.ts'
export { StrokesOut } from './strokes-out.ts'
export type { Link, Transport, TransportListener } from './transport.ts'
