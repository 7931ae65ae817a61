import type { BoardId, Person, PersonId } from '@inkwire/board'
import {
  LIMITS,
  LINK_ACCESS,
  type LinkChange,
  MEMBER_ROLES,
  type MemberRole,
  type SharingBody,
} from '@inkwire/protocol'
import { hashPassword } from 'better-auth/crypto'
import type { Secrets } from '../access/secrets.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Database } from '../database/database.ts'
import type { Prisma } from '../generated/client.ts'

/** Why a change could not be made; undefined: it was. */
export type Hindrance = 'board.unknown' | 'account.unknown' | 'request.invalid' | 'rate.limited' | undefined

/**
 * Who may do what on a board, as its owner sees and changes it. Each change locks the board's head first, as a commit does, and raises
 * its access version: what was checked before is checked again, and whoever lost a role is found out on every instance.
 */
export class Sharing {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly accounts: Pick<Accounts, 'personWith'>,
  ) {}

  /** Undefined: there is no such board. */
  async of(board: BoardId, caller: PersonId): Promise<SharingBody | undefined> {
    const person = {
      select: { id: true, name: true, color: true, user: { select: { email: true, isAnonymous: true } } },
    }
    const row = await this.database.board.findUnique({
      where: { id: board },
      include: { owner: person, members: { include: { person } } },
    })
    if (!row) return undefined
    const mine = row.ownerId === caller
    const shown = ({ user, ...who }: PersonRow) => ({
      person: { ...who, id: who.id as PersonId },
      email: mine && user && !user.isAnonymous ? user.email : null,
    })
    const members = row.members
      .filter(({ personId }) => personId !== row.ownerId)
      .map(({ role, person: member }) => ({ ...shown(member), role: memberRole(role) }))
    members.sort((a, b) => a.person.name.localeCompare(b.person.name) || (a.person.id < b.person.id ? -1 : 1))
    return {
      mine,
      people: [{ ...shown(row.owner), role: 'owner' }, ...members],
      link: {
        access: LINK_ACCESS.find((access) => access === row.linkAccess) ?? 'none',
        key: this.secrets.openLinkKey(row.linkKey),
        password: row.linkPassword !== null,
        expiresAt: row.linkExpiresAt?.getTime() ?? null,
      },
    }
  }

  /** Makes whoever has an account with this address a member, or gives another role to who is one. */
  async add(board: BoardId, email: string, role: MemberRole): Promise<Hindrance> {
    const person: Person | undefined = await this.accounts.personWith(email)
    if (!person) return 'account.unknown'
    return this.changing(board, async (transaction, { ownerId }) => {
      if (ownerId === person.id) return 'request.invalid'
      const count = await transaction.member.count({ where: { boardId: board } })
      if (count >= LIMITS.membersPerBoard) return 'rate.limited'
      await put(transaction, board, person.id, role)
      return undefined
    })
  }

  /** Gives a member another role; `owner` hands the board over, and who was it becomes an editor. */
  change(board: BoardId, person: PersonId, role: MemberRole | 'owner'): Promise<Hindrance> {
    const key = { boardId: board, personId: person }
    return this.changing(board, async (transaction, { ownerId }) => {
      const member = await transaction.member.count({ where: key })
      if (member === 0) return 'request.invalid'
      if (role !== 'owner') {
        await put(transaction, board, person, role)
        return undefined
      }
      const owned = await transaction.board.count({ where: { ownerId: person, deletedAt: null } })
      if (owned >= LIMITS.boardsPerPerson) return 'rate.limited'
      await transaction.member.deleteMany({ where: key })
      await transaction.board.update({ where: { id: board }, data: { ownerId: person } })
      await put(transaction, board, ownerId, 'editor')
      return undefined
    })
  }

  /** Takes away what a person was given: membership, and what the link granted. With the link they can come again. */
  remove(board: BoardId, person: PersonId): Promise<Hindrance> {
    const where = { boardId: board, personId: person }
    return this.changing(board, async (transaction) => {
      await transaction.member.deleteMany({ where })
      await transaction.grant.deleteMany({ where })
      return undefined
    })
  }

  async changeLink(board: BoardId, { access, password, expiresAt }: LinkChange): Promise<Hindrance> {
    if (expiresAt !== undefined && expiresAt !== null && expiresAt <= Date.now()) return 'request.invalid'
    const linkPassword = password ? await hashPassword(password) : password
    return this.changing(board, async (transaction) => {
      await transaction.board.update({
        where: { id: board },
        data: {
          ...(access === undefined ? {} : { linkAccess: access }),
          ...(linkPassword === undefined ? {} : { linkPassword }),
          ...(expiresAt === undefined ? {} : { linkExpiresAt: expiresAt === null ? null : new Date(expiresAt) }),
          // Whoever came without the password, or with the one before, has to enter this one.
          ...(linkPassword ? { linkVersion: { increment: 1 } } : {}),
        },
      })
      return undefined
    })
  }

  /** Another key: the link that went round until now is worth nothing, nor is what it granted. */
  newLink(board: BoardId): Promise<Hindrance> {
    return this.changing(board, async (transaction) => {
      await transaction.board.update({
        where: { id: board },
        data: { linkKey: this.secrets.sealLinkKey(this.secrets.newLinkKey()), linkVersion: { increment: 1 } },
      })
      return undefined
    })
  }

  private changing(
    board: BoardId,
    change: (transaction: Prisma.TransactionClient, row: { readonly ownerId: string }) => Promise<Hindrance>,
  ): Promise<Hindrance> {
    return this.database.$transaction(async (transaction) => {
      await transaction.boardHead.updateMany({ where: { board }, data: { accessVersion: { increment: 1 } } })
      const row = await transaction.board.findUnique({
        where: { id: board },
        select: { ownerId: true, deletedAt: true },
      })
      if (!row || row.deletedAt) return 'board.unknown'
      return change(transaction, row)
    })
  }
}

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly user: { readonly email: string; readonly isAnonymous: boolean | null } | null
}

async function put(transaction: Prisma.TransactionClient, boardId: string, personId: string, role: MemberRole) {
  await transaction.member.upsert({
    where: { boardId_personId: { boardId, personId } },
    create: { boardId, personId, role },
    update: { role },
  })
}

const memberRole = (role: string): MemberRole => MEMBER_ROLES.find((one) => one === role) ?? 'viewer'
