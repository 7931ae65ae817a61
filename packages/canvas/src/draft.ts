import type { Element, ElementId, StrokePoint } from '@inkwire/board'
import type { Affine } from './lift/affine.ts'

/** What a gesture in progress makes of the document on screen: it lies over what is at rest, and what it changes is hidden there. */
export interface Draft {
  /** Elements as they would be; undefined: not there. */
  readonly elements: ReadonlyMap<ElementId, Element | undefined>
  /** Elements that are painted as they are, but moved by so many world px. The same array of ids as long as they are the same. */
  readonly shifted?: { readonly ids: readonly ElementId[]; readonly dx: number; readonly dy: number }
  /** Elements, too many to paint them anew each frame, whose picture is stretched or turned. Of the ids the same holds. */
  readonly transformed?: { readonly ids: readonly ElementId[]; readonly affine: Affine } | undefined
  /** A stroke that is being drawn. */
  readonly ink?: Ink
}

/** A stroke that is being drawn: what it is but for its points, and these. As long as they are the same array, points are only added. */
export interface Ink {
  readonly element: Element
  readonly points: readonly StrokePoint[]
  /** Where the pen will probably go next: shown, never kept. */
  readonly predicted?: readonly StrokePoint[]
}

export const NO_DRAFT: Draft = { elements: new Map() }
