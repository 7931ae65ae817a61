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

/**
 * A board with what concerns each of some persons, whatever many they are: one statement, so role and access version are of one moment. Nothing
 * of a board that is gone or in the trash.
 */
const CONCERNED = `
  SELECT p."person", b."name", b."ownerId", b."linkAccess", b."linkKey", b."linkVersion", b."linkPassword", b."linkExpiresAt",
    h."accessVersion", m."role", g."linkVersion" AS "granted"
  FROM "Board" b JOIN "BoardHead" h ON h."board" = b."id" CROSS JOIN unnest($2::text[]) AS p("person")
    LEFT JOIN "Member" m ON m."boardId" = b."id" AND m."personId" = p."person"
    LEFT JOIN "Grant" g ON g."boardId" = b."id" AND g."personId" = p."person"
  WHERE b."id" = $1 AND b."deletedAt" IS NULL`

/** In order, so that two instances that let in the same people don't wait for each other in a circle. */
const GRANT = `
  INSERT INTO "Grant" ("boardId", "personId", "linkVersion")
  SELECT $1, g."person", max(g."version") FROM unnest($2::text[], $3::int[]) AS g("person", "version")
  GROUP BY g."person" ORDER BY g."person"
  ON CONFLICT ("boardId", "personId") DO UPDATE SET "linkVersion" = GREATEST("Grant"."linkVersion", EXCLUDED."linkVersion")`

const OWNERS = 'SELECT "actor", "person" FROM "Actor" WHERE "board" = $1 AND "actor" = ANY($2)'

interface ConcernedRow extends Omit<AccessRow, 'members' | 'grants'> {
  readonly person: PersonId
  readonly name: string
  readonly linkKey: Uint8Array
  readonly linkPassword: string | null
  readonly accessVersion: number
  /** As a member; null: none. */
  readonly role: string | null
  /** The link's version that was granted; null: none. */
  readonly granted: number | null
}

/** Somebody came with the link as it is in this version. */
interface NewGrant {
  readonly person: PersonId
  readonly linkVersion: number
}

/** Who may do what on which board. */
export class Access {
  private readonly rows = new Gathered((board: BoardId, persons: readonly PersonId[]) => this.rowsOf(board, persons))
  private readonly grants = new Gathered((board: BoardId, grants: readonly NewGrant[]) => this.grant(board, grants))
  private readonly owners = new Gathered((board: BoardId, actors: readonly ActorId[]) => this.ownersOf(board, actors))

  constructor(
    private readonly database: Pick<Database, 'ask' | 'board' | 'person'>,
    private readonly secrets: Secrets,
  ) {}

  /** The role of a person; a link's right key is granted to the person, so that the next visit needs only the cookie. Rejects when the database can't be reached. */
  async find(board: BoardId, person: PersonId, key?: string, password?: string): Promise<Found> {
    const row = await this.rows.get(board, person)
    if (!row || key === undefined) return found(row)
    const role = roleIn(row)
    const linkRole = linkRoleOf(row)
    // Who has as much already needs no link.
    if (!linkRole || (role && allows(role, linkRole))) return found(row)
    if (!sameSecret(key, this.secrets.openLinkKey(row.linkKey))) return found(row)
    if (row.linkPassword !== null && !(await passwordFits(row.linkPassword, password))) {
      return role ? granted(row, role) : { kind: 'password' }
    }
    await this.grants.get(board, { person, linkVersion: row.linkVersion })
    return granted(row, linkRole)
  }

  /** What each of many may do, in one statement: a room's people are looked at together, or the last of thousands would wait for seconds. */
  async findAll(board: BoardId, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Found>> {
    const rows = await this.rowsOf(board, persons)
    return new Map([...rows].map(([person, row]) => [person, found(row)]))
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
    const rows = await this.database.ask<{ actor: ActorId; person: string }>(OWNERS, [board, actors])
    const owners = new Map(rows.map((row) => [row.actor, row.person]))
    return new Map(actors.map((actor) => [actor, owners.get(actor) ?? null]))
  }

  /** Null: there is no such board. */
  private async rowsOf(
    board: BoardId,
    persons: readonly PersonId[],
  ): Promise<ReadonlyMap<PersonId, ConcernedRow | null>> {
    const rows = await this.database.ask<ConcernedRow>(CONCERNED, [board, persons])
    const byPerson = new Map(rows.map((row) => [row.person, row]))
    return new Map(persons.map((person) => [person, byPerson.get(person) ?? null]))
  }

  private async grant(board: BoardId, grants: readonly NewGrant[]): Promise<ReadonlyMap<NewGrant, true>> {
    const persons = grants.map(({ person }) => person)
    await this.database.ask(GRANT, [board, persons, grants.map(({ linkVersion }) => linkVersion)])
    return new Map(grants.map((grant) => [grant, true]))
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

const roleIn = (row: ConcernedRow): Role | undefined =>
  roleOf(
    {
      ...row,
      members: row.role === null ? [] : [{ role: row.role }],
      grants: row.granted === null ? [] : [{ linkVersion: row.granted }],
    },
    row.person,
  )

/** What a row says, without a key. */
function found(row: ConcernedRow | null): Found {
  if (!row) return { kind: 'unknown' }
  const role = roleIn(row)
  return role ? granted(row, role) : { kind: 'denied' }
}

const granted = ({ name, accessVersion }: ConcernedRow, role: Role): Found => ({
  kind: 'granted',
  role,
  name,
  accessVersion,
})
