import { allBoards, type BoardFacts, boardFacts } from '../board-facts.ts'
import type { Command } from '../command.ts'
import { personNamed } from '../naming.ts'
import { columns, plainName, readableBytes } from '../table.ts'

const HEADING = ['BOARD', 'NAME', 'OWNER', 'ELEMENTS', 'HEAD', 'BYTES', 'EDITED', '']

/** All boards, the last edited first; also those in the trash. */
export const list: Command = {
  usage: '[--owner <person>] [--json]',
  about: 'all boards: name, owner, elements, head, bytes',
  options: { owner: { type: 'string' }, json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ database, log, say }, { text, flag }) {
    const owner = text('owner')
    const boards = await allBoards(database, owner === undefined ? undefined : await personNamed(database, owner))
    const rows: (string | number)[][] = []
    for (const board of boards) {
      const facts = await boardFacts(database, log, board)
      // Gone while we looked.
      if (!facts) continue
      if (flag('json')) say(JSON.stringify(facts))
      else rows.push(rowOf(facts))
    }
    if (flag('json')) return true
    if (rows.length === 0) say('There are no boards.')
    else for (const line of columns([HEADING, ...rows])) say(line)
    return true
  },
}

function rowOf({ id, name, owner, elements, head, bytes, editedAt, deletedAt }: BoardFacts): (string | number)[] {
  const whose = plainName(owner.email ?? `${owner.name} (${owner.id})`)
  const size = readableBytes(bytes.log + bytes.snapshots + bytes.images)
  return [id, plainName(name), whose, elements, head, size, day(editedAt), deletedAt ? 'in the trash' : '']
}

const day = (date: Date): string => date.toISOString().slice(0, 16).replace('T', ' ')
