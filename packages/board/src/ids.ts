import * as z from 'zod/mini'

/** Ids are branded: an unchecked string can't be passed where a checked id is wanted. */
type Branded<Name extends string> = string & { readonly brand: Name }

/** nanoid, 21 characters of A-Z a-z 0-9 _ - */
export type BoardId = Branded<'board'>
/** nanoid, 21 characters; made by the client that puts the element. */
export type ElementId = Branded<'element'>
/** 128 random bits in base64url, 22 characters: one page load on one board. */
export type ActorId = Branded<'actor'>
/** nanoid, 21 characters; made by the server. */
export type PersonId = Branded<'person'>
/** nanoid, 21 characters; one undo step. */
export type GestureId = Branded<'gesture'>
/** 128 random bits in base64url, 22 characters: the incarnation of a board's log. */
export type Epoch = Branded<'epoch'>

const nanoid = /^[A-Za-z0-9_-]{21}$/
/** The last of 22 digits carries 2 bits only: so that each id has one spelling. */
const bits128 = /^[A-Za-z0-9_-]{21}[AQgw]$/

const branded = <Id extends string>(pattern: RegExp) =>
  z.custom<Id>((value) => typeof value === 'string' && pattern.test(value))

export const boardId = branded<BoardId>(nanoid)
export const elementId = branded<ElementId>(nanoid)
/** The same without a schema, for what is asked of a thousand at once. */
export const isElementId = (value: unknown): value is ElementId => typeof value === 'string' && nanoid.test(value)
export const actorId = branded<ActorId>(bits128)
export const personId = branded<PersonId>(nanoid)
export const gestureId = branded<GestureId>(nanoid)
export const epoch = branded<Epoch>(bits128)
