import type { Element, ElementId } from '@inkwire/board'

/** What a gesture in progress makes of the document on screen: it lies over what is at rest, and what it changes is hidden there. */
export interface Draft {
  /** Elements as they would be; undefined: not there. */
  readonly elements: ReadonlyMap<ElementId, Element | undefined>
  /** Elements that are painted as they are, but moved by so many world px. */
  readonly shifted?: { readonly ids: readonly ElementId[]; readonly dx: number; readonly dy: number }
}

export const NO_DRAFT: Draft = { elements: new Map() }
