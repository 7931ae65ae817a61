import type { PersonId } from '@inkwire/board'

/** Whose that is which is kept in this browser: a browser may be shared. */
export interface Keeper {
  /** Who is here now; undefined: nobody is known to be. */
  now(): PersonId | undefined
  /** Whether somebody is who is here now, or a guest that they were before they signed in. */
  is(person: PersonId): boolean
}

/** Whether a row is for whoever is here now; rows of an earlier version of the page don't say whose they are. */
export const keptFor = (keeper: Keeper | undefined, { person }: { readonly person?: PersonId }): boolean =>
  keeper === undefined || person === undefined || keeper.is(person)
