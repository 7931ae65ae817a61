import type { BoardId, Epoch, PersonId } from '@inkwire/board'
import { type BoardVersion, LIMITS } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { peopleBehind } from '../accounts/people.ts'
import type { Database } from '../database/database.ts'

interface Row {
  readonly id: string
  readonly seq: bigint
  readonly name: string
  readonly personId: string
  readonly createdAt: Date
}

/** The versions of boards: seqs that people gave a name. They go with their board. */
export class Versions {
  constructor(private readonly database: Database) {}

  /** Those that can still be shown, oldest seq first: of what is pruned those that have a snapshot of their own. */
  async list(board: BoardId, { epoch, floor }: { epoch: Epoch; floor: number }): Promise<readonly BoardVersion[]> {
    const rows = await this.database.version.findMany({
      where: { boardId: board },
      orderBy: [{ seq: 'asc' }, { createdAt: 'asc' }],
    })
    const old = rows.map(({ seq }) => seq).filter((seq) => seq < floor)
    const kept = await this.database.snapshot.findMany({
      where: { board, epoch, seq: { in: old } },
      select: { seq: true },
    })
    return this.told(rows.filter(({ seq }) => seq >= floor || kept.some((snapshot) => snapshot.seq === seq)))
  }

  /** Undefined: the board has as many as it can. */
  async add(board: BoardId, person: PersonId, seq: number, name: string): Promise<BoardVersion | undefined> {
    if ((await this.database.version.count({ where: { boardId: board } })) >= LIMITS.versionsPerBoard) return undefined
    const row = await this.database.version.create({
      data: { id: nanoid(), boardId: board, seq, name, personId: person },
    })
    return (await this.told([row]))[0]
  }

  /** Undefined: there is none of that id. */
  async rename(board: BoardId, id: string, name: string): Promise<BoardVersion | undefined> {
    const rows = await this.database.version.updateManyAndReturn({ where: { id, boardId: board }, data: { name } })
    return (await this.told(rows))[0]
  }

  /** Returns whether it was there. */
  async remove(board: BoardId, id: string): Promise<boolean> {
    return (await this.database.version.deleteMany({ where: { id, boardId: board } })).count > 0
  }

  private async told(rows: readonly Row[]): Promise<readonly BoardVersion[]> {
    const people = await peopleBehind(
      this.database,
      rows.map(({ personId }) => personId),
    )
    return rows.flatMap(({ id, seq, name, personId, createdAt }) => {
      const person = people.get(personId)
      return person ? [{ id, seq: Number(seq), name, at: createdAt.getTime(), person }] : []
    })
  }
}
