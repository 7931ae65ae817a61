import type { TextProperty } from './element.ts'
import type { ActorId, ElementId, GestureId } from './ids.ts'
import type { Splice } from './text.ts'
import type { Props } from './value.ts'

/** An element as an op brings it: like the document's, but its texts are plain strings. */
export type NewElement = Props & { readonly id: ElementId; readonly type: string; readonly order: string }

/** One change of the document. */
export type Op =
  /** A whole element; replaces one that is there. */
  | { readonly op: 'put'; readonly element: NewElement }
  /** Some properties; null takes one away. Does nothing when the element is gone. */
  | { readonly op: 'set'; readonly id: ElementId; readonly props: Props }
  | { readonly op: 'remove'; readonly id: ElementId }
  /** Changes a text by characters, so that two people who type both keep their words. */
  | ({ readonly op: 'splice'; readonly id: ElementId; readonly prop: TextProperty } & Splice)
  /** Properties of the canvas (background, grid); null takes one away. */
  | { readonly op: 'meta'; readonly props: Props }
  /** Clears the tombstones of a text. */
  | { readonly op: 'compact'; readonly id: ElementId; readonly prop: TextProperty }

/** The rules that the fold follows for a batch; old versions keep their meaning for ever. */
export const FOLD_VERSION = 1

/** Ops that are committed together or not at all. */
export interface Batch {
  readonly actor: ActorId
  /** 1, 2, 3 … of this actor; some may be missing (those that were refused). */
  readonly number: number
  readonly gesture: GestureId
  readonly foldVersion: number
  readonly ops: readonly Op[]
}
