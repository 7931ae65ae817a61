import { type BoardId, type PersonId, personId } from '@inkwire/board'
import {
  LINK_ACCESS,
  type LinkChange,
  MEMBER_ROLES,
  type MemberChange,
  type NewMember,
  type SharingBody,
} from '@inkwire/protocol'
import * as z from 'zod/mini'
import { request } from '../api.ts'

const sharingBody: z.ZodMiniType<SharingBody> = z.object({
  mine: z.boolean(),
  people: z.array(
    z.object({
      person: z.object({ id: personId, name: z.string(), color: z.string() }),
      email: z.nullable(z.string()),
      role: z.enum([...MEMBER_ROLES, 'owner']),
    }),
  ),
  link: z.object({
    access: z.enum(LINK_ACCESS),
    key: z.string(),
    password: z.boolean(),
    expiresAt: z.nullable(z.number()),
  }),
})
const anything = z.unknown()

/** Who may do what on a board. */
export const getSharing = (board: BoardId) => request('GET', `/boards/${board}/sharing`, sharingBody)

export const addMember = (board: BoardId, member: NewMember) =>
  request('POST', `/boards/${board}/members`, sharingBody, member)

export const changeMember = (board: BoardId, person: PersonId, change: MemberChange) =>
  request('PATCH', `/boards/${board}/members/${person}`, sharingBody, change)

/** Removes somebody, or lets me leave. */
export const removeMember = (board: BoardId, person: PersonId) =>
  request('DELETE', `/boards/${board}/members/${person}`, anything)

export const changeLink = (board: BoardId, change: LinkChange) =>
  request('PATCH', `/boards/${board}/link`, sharingBody, change)

/** The link until now is worth nothing then. */
export const newLink = (board: BoardId) => request('POST', `/boards/${board}/link`, sharingBody)

/** Comes with a link that needs a password. */
export const openLink = (board: BoardId, key: string, password: string) =>
  request('POST', `/boards/${board}/open`, anything, { key, password })
