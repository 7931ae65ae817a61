import type { ActorId, BoardId, PersonId } from '@inkwire/board'
import type { Role } from '@inkwire/protocol'
import { verifyPassword } from 'better-auth/crypto'
import type { Database } from '../database/database.ts'
import { Gathered } from './gathered.ts'
import { allows, isRole } from './needs.ts'
import { type Secrets, sameSecret } from './secrets.ts'

/** What a person may do on a board now. */
export type Found =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'denied' }
  /** The link is right, and needs a password that was not given or is wrong. */
  | { readonly kind: 'password' }
  | {
      readonly kind: 'granted'
      readonly role: Role
      readonly name: string
      /** Of the moment before the role was read: if it has changed since, the role must be read again. */
      readonly accessVersion: number
    }

const LINK_ROLES: { readonly [access: string]: Role | undefined } = {
  view: 'viewer',
  comment: 'commenter',
  edit: 'editor',
}

/** Who may do what on which board. */
export class Access {
  private readonly roles = new Gathered((board: BoardId, persons: readonly PersonId[]) => this.findAll(board, persons))
  private readonly owners = new Gathered((board: BoardId, actors: readonly ActorId[]) => this.ownersOf(board, actors))

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** The role of a person; a link's right key is granted to the person, so that the next visit needs only the cookie. Rejects when the database can't be reached. */
  async find(board: BoardId, person: PersonId, key?: string, password?: string): Promise<Found> {
    const found = await this.roles.get(board, person)
    // No link gives more than that.
    const enough = found.kind === 'granted' && allows(found.role, 'editor')
    return key === undefined || enough || found.kind === 'unknown'
      ? found
      : this.findByKey(board, person, key, password)
  }

  private async findByKey(board: BoardId, person: PersonId, key: string, password?: string): Promise<Found> {
    const head = await this.database.boardHead.findUnique({ where: { board }, select: { accessVersion: true } })
    const row = await this.database.board.findUnique({
      where: { id: board },
      include: { members: { where: { personId: person } }, grants: { where: { personId: person } } },
    })
    if (!head || !row || row.deletedAt) return { kind: 'unknown' }
    let role = roleOf(row, person)
    const linkRole = linkRoleOf(row)
    if (linkRole && (!role || !allows(role, linkRole))) {
      if (sameSecret(key, this.secrets.openLinkKey(row.linkKey))) {
        if (row.linkPassword !== null && !(await passwordFits(row.linkPassword, password))) {
          return role ? granted(row, role, head) : { kind: 'password' }
        }
        await this.grant(board, person, row.linkVersion)
        role = linkRole
      }
    }
    return role ? granted(row, role, head) : { kind: 'denied' }
  }

  /** What each of many may do, in two queries: a room's people are looked at together, or the last of thousands would wait for seconds. */
  async findAll(board: BoardId, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Found>> {
    const head = await this.database.boardHead.findUnique({ where: { board }, select: { accessVersion: true } })
    const concerned = { where: { personId: { in: [...persons] } } }
    const row = await this.database.board.findUnique({
      where: { id: board },
      include: { members: concerned, grants: concerned },
    })
    if (!head || !row || row.deletedAt) return new Map(persons.map((person) => [person, { kind: 'unknown' }]))
    const members = new Map(row.members.map((member) => [member.personId, member]))
    const grants = new Map(row.grants.map((grant) => [grant.personId, grant]))
    return new Map(
      persons.map((person) => {
        const [member, grant] = [members.get(person), grants.get(person)]
        const role = roleOf({ ...row, members: member ? [member] : [], grants: grant ? [grant] : [] }, person)
        return [person, role ? granted(row, role, head) : { kind: 'denied' }]
      }),
    )
  }

  /** Whether a board is open to everyone who has its link, for as long as nobody changes that. */
  async openToAll(board: BoardId): Promise<boolean> {
    const row = await this.database.board.findUnique({ where: { id: board }, select: LINK })
    return row !== null && linkRoleOf(row) !== undefined && row.linkPassword === null && row.linkExpiresAt === null
  }

  /** Whether an actor is this person's, or nobody's yet. */
  async ownsActor(board: BoardId, actor: ActorId, person: PersonId, token: string | undefined): Promise<boolean> {
    if (token !== undefined) {
      if (sameSecret(token, this.secrets.actorToken(board, actor, person))) return true
      // The person may have been a guest when the actor began. Another one's token proves that the actor is not this person's.
      const guests = await this.database.person.findMany({ where: { mergedInto: person }, select: { id: true } })
      return guests.some(({ id }) => sameSecret(token, this.secrets.actorToken(board, actor, id as PersonId)))
    }
    const owner = await this.owners.get(board, actor)
    return owner === null || owner === person
  }

  /** Whose actors these are; null: nobody's yet. */
  private async ownersOf(board: BoardId, actors: readonly ActorId[]): Promise<ReadonlyMap<ActorId, string | null>> {
    const rows = await this.database.actor.findMany({
      where: { board, actor: { in: [...actors] } },
      select: { actor: true, person: true },
    })
    const owners = new Map(rows.map((row) => [row.actor, row.person]))
    return new Map(actors.map((actor) => [actor, owners.get(actor) ?? null]))
  }

  private async grant(board: BoardId, person: PersonId, linkVersion: number): Promise<void> {
    await this.database.grant.upsert({
      where: { boardId_personId: { boardId: board, personId: person } },
      create: { boardId: board, personId: person, linkVersion },
      update: { linkVersion },
    })
  }
}

/** A board's row with what concerns one person. */
export interface AccessRow {
  readonly ownerId: string
  readonly linkAccess: string
  readonly linkVersion: number
  readonly linkExpiresAt: Date | null
  readonly members: readonly { readonly role: string }[]
  readonly grants: readonly { readonly linkVersion: number }[]
}

/** The strongest role that a person has: as owner, as member, or by a grant for the link as it is now. */
export function roleOf(row: AccessRow, person: PersonId): Role | undefined {
  const roles: Role[] = row.members.map((member) => member.role).filter(isRole)
  if (row.ownerId === person) roles.push('owner')
  const linkRole = linkRoleOf(row)
  if (linkRole && row.grants.some((grant) => grant.linkVersion === row.linkVersion)) roles.push(linkRole)
  return roles.sort((a, b) => (a === b ? 0 : allows(a, b) ? -1 : 1))[0]
}

/** What a link lets people do now. */
function linkRoleOf({ linkAccess, linkExpiresAt }: Pick<AccessRow, 'linkAccess' | 'linkExpiresAt'>): Role | undefined {
  return linkExpiresAt !== null && linkExpiresAt.getTime() <= Date.now() ? undefined : LINK_ROLES[linkAccess]
}

const LINK = { linkAccess: true, linkPassword: true, linkExpiresAt: true } as const

const passwordFits = (hash: string, password: string | undefined): Promise<boolean> | false =>
  password !== undefined && verifyPassword({ hash, password })

const granted = (row: { readonly name: string }, role: Role, head: { readonly accessVersion: number }): Found => ({
  kind: 'granted',
  role,
  name: row.name,
  accessVersion: head.accessVersion,
})
