import type { Person } from '@inkwire/board'
import { atLeast, atMost, personId } from '@inkwire/board'
import * as z from 'zod/mini'
import { LIMITS } from './limits.ts'

/** What whoever has the link may do, from least to most. */
export const LINK_ACCESS = ['none', 'view', 'comment', 'edit'] as const
export type LinkAccess = (typeof LINK_ACCESS)[number]

/** The roles that a member can have. */
export const MEMBER_ROLES = ['viewer', 'commenter', 'editor'] as const
export type MemberRole = (typeof MEMBER_ROLES)[number]

export interface SharedWith {
  readonly person: Person
  /** Of their account; null for a guest, and for whoever is not the board's owner to see. */
  readonly email: string | null
  readonly role: MemberRole | 'owner'
}

export interface LinkSummary {
  readonly access: LinkAccess
  /** Stands behind the # of the link. */
  readonly key: string
  /** Whether it needs a password. */
  readonly password: boolean
  /** When it stops letting people in, ms since 1970. */
  readonly expiresAt: number | null
}

/** GET /boards/:id/sharing, for whoever may edit the board; each change of it, for its owner, answers the same. */
export interface SharingBody {
  /** Whether I am the owner, who changes all this. */
  readonly mine: boolean
  /** The owner first, then the members by name. */
  readonly people: readonly SharedWith[]
  readonly link: LinkSummary
}

const memberRole = z.enum(MEMBER_ROLES)

/** POST /boards/:id/members: somebody with an account here. */
export const newMember = z.object({
  email: z.string().check(z.trim(), atMost(LIMITS.emailCharacters), z.email()),
  role: memberRole,
})
export type NewMember = z.infer<typeof newMember>

/** PATCH /boards/:id/members/:person; `owner` hands the board over. */
export const memberChange = z.object({ role: z.enum([...MEMBER_ROLES, 'owner']) })
export type MemberChange = z.infer<typeof memberChange>

const { least, most } = LIMITS.linkPasswordCharacters

/** PATCH /boards/:id/link; what is left out stays. POST /boards/:id/link makes a new link: the old one is worth nothing then. */
export const linkChange = z.object({
  access: z.optional(z.enum(LINK_ACCESS)),
  /** Everybody who came with the link must enter it; null: none is needed. */
  password: z.optional(z.nullable(z.string().check(atLeast(least), atMost(most)))),
  /** ms since 1970; null: never. */
  expiresAt: z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(8.64e15)))),
})
export type LinkChange = z.infer<typeof linkChange>

export { personId }
