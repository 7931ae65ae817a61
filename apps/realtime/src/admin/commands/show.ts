import type { BoardId } from '@inkwire/board'
import * as z from 'zod'
import type { Database } from '../../database/database.ts'
import { AdminError } from '../admin-error.ts'
import { boardFacts } from '../board-facts.ts'
import type { Command } from '../command.ts'
import { boardNamed } from '../naming.ts'
import { columns, plainName, readableBytes } from '../table.ts'

const snapshotRows = z.array(
  z.object({
    seq: z.coerce.number(),
    elements: z.number(),
    bytes: z.coerce.number(),
    hash: z.string(),
    createdAt: z.date(),
  }),
)
const drawerRows = z.array(z.object({ person: z.string(), batches: z.coerce.number(), last: z.date() }))

/** One board: where its log stands, what it takes, who has to do with it. */
export const show: Command = {
  usage: '<board> [--json]',
  about: 'one board: head, size, snapshots, people',
  options: { json: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run({ database, log, say }, { words: [name = ''], flag }) {
    const board = boardNamed(name)
    const facts = await boardFacts(database, log, board)
    if (!facts) throw new AdminError(`There is no board ${board}.`)
    const snapshots = await snapshotsOf(database, board)
    const people = await peopleOf(database, board, facts.owner.id)
    if (flag('json')) {
      say(JSON.stringify({ ...facts, snapshots, people }, null, 2))
      return true
    }
    const { owner, bytes } = facts
    const size = (what: keyof typeof bytes) => readableBytes(bytes[what])
    for (const [label, value] of [
      ['Board', `${facts.id}${facts.deletedAt ? `, in the trash since ${facts.deletedAt.toISOString()}` : ''}`],
      ['Name', plainName(facts.name)],
      ['Owner', plainName(`${owner.name} ${owner.email ?? ''}`.trim())],
      ['Made, edited', `${facts.createdAt.toISOString()}, ${facts.editedAt.toISOString()}`],
      ['Link lets', facts.link],
      ['Epoch', facts.epoch],
      ['Head', `${facts.head}${facts.floor > 0 ? `, pruned up to ${facts.floor}` : ''}`],
      ['Elements', String(facts.elements)],
      ['Size', `log ${size('log')}, snapshots ${size('snapshots')}, images ${size('images')}`],
    ] as const) {
      say(`${label.padEnd(13)} ${value}`)
    }
    print(say, 'Snapshots', ['SEQ', 'ELEMENTS', 'BYTES', 'HASH', 'WRITTEN'], snapshots.map((one) => [one.seq, one.elements, one.bytes, one.hash, one.createdAt.toISOString()])) // biome-ignore format: one row
    print(say, 'People', ['PERSON', 'NAME', 'ROLE', 'BATCHES'], people.map((one) => [one.id, plainName(one.name), one.role, one.batches])) // biome-ignore format: one row
    return true
  },
}

function print(
  say: (line: string) => void,
  title: string,
  heading: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  say(`\n${title}: ${rows.length}`)
  if (rows.length > 0) for (const line of columns([heading, ...rows])) say(`  ${line}`)
}

async function snapshotsOf(database: Database, board: BoardId) {
  return snapshotRows.parse(
    await database.$queryRaw`SELECT s."seq", s."elements", octet_length(s."bytes") AS bytes, s."hash", s."createdAt"
      FROM "Snapshot" s JOIN "BoardHead" h ON h."board" = s."board" AND h."epoch" = s."epoch"
      WHERE s."board" = ${board} ORDER BY s."seq"`,
  )
}

interface BoardPerson {
  readonly id: string
  readonly name: string
  /** `link`: came with it. */
  readonly role: string
  readonly batches: number
}

/** Whoever has a role, came with the link, or drew something that the log still holds. */
async function peopleOf(database: Database, board: BoardId, owner: string): Promise<BoardPerson[]> {
  const members = await database.member.findMany({ where: { boardId: board } })
  const grants = await database.grant.findMany({ where: { boardId: board }, select: { personId: true } })
  const drawers = drawerRows.parse(
    await database.$queryRaw`SELECT "person", count(*) AS batches, max("at") AS last FROM "Batch" WHERE "board" = ${board} GROUP BY 1`,
  )
  const roles = new Map<string, string>(drawers.map(({ person }) => [person, 'none']))
  for (const { personId } of grants) roles.set(personId, 'link')
  for (const { personId, role } of members) roles.set(personId, role)
  roles.set(owner, 'owner')
  const names = await database.person.findMany({
    where: { id: { in: [...roles.keys()] } },
    select: { id: true, name: true },
  })
  return [...roles].map(([id, role]) => ({
    id,
    name: names.find((person) => person.id === id)?.name ?? 'Deleted person',
    role,
    batches: drawers.find(({ person }) => person === id)?.batches ?? 0,
  }))
}
