import type { BoardId, PersonId } from '@inkwire/board'
import { type Folder, LIMITS, type PlaceChange } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { Gathered } from '../access/gathered.ts'
import type { Database } from '../database/database.ts'

/** Whoever reloads a page has not opened the board anew: the row is left alone for so long. */
const OPENED_EVERY = '1 minute'

/** Where people have put boards among theirs: stars, folders, and when they last opened them. Nobody else sees that. */
export class Places {
  private readonly openings = new Gathered((board: BoardId, persons: readonly PersonId[]) =>
    this.noteOpenings(board, persons),
  )

  constructor(private readonly database: Pick<Database, 'ask' | 'folder' | 'place'>) {}

  /** By name. */
  async folders(person: PersonId): Promise<Folder[]> {
    const rows = await this.database.folder.findMany({
      where: { personId: person },
      select: { id: true, name: true },
    })
    return rows.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
  }

  /** Undefined: the person has as many as one may have. */
  async newFolder(person: PersonId, name: string): Promise<Folder | undefined> {
    const count = await this.database.folder.count({ where: { personId: person } })
    if (count >= LIMITS.foldersPerPerson) return undefined
    return this.database.folder.create({
      data: { id: nanoid(), personId: person, name },
      select: { id: true, name: true },
    })
  }

  /** Returns whether there was such a folder of this person. */
  async renameFolder(person: PersonId, folder: string, name: string): Promise<boolean> {
    const { count } = await this.database.folder.updateMany({ where: { id: folder, personId: person }, data: { name } })
    return count > 0
  }

  /** The boards in it stay. Returns whether there was such a folder of this person. */
  async removeFolder(person: PersonId, folder: string): Promise<boolean> {
    const { count } = await this.database.folder.deleteMany({ where: { id: folder, personId: person } })
    return count > 0
  }

  /** Returns false when the folder is not this person's. */
  async put(board: BoardId, person: PersonId, { starred, folder }: PlaceChange): Promise<boolean> {
    if (folder && (await this.database.folder.count({ where: { id: folder, personId: person } })) === 0) return false
    const change = {
      ...(starred === undefined ? {} : { starred }),
      ...(folder === undefined ? {} : { folderId: folder }),
    }
    await this.database.place.upsert({
      where: { boardId_personId: { boardId: board, personId: person } },
      create: { boardId: board, personId: person, ...change },
      update: change,
    })
    return true
  }

  /** A person has opened a board. */
  async opened(board: BoardId, person: PersonId): Promise<void> {
    await this.openings.get(board, person)
  }

  private async noteOpenings(board: BoardId, persons: readonly PersonId[]): Promise<ReadonlyMap<PersonId, true>> {
    await this.database.ask(OPENED, [board, persons, OPENED_EVERY])
    return new Map(persons.map((person) => [person, true]))
  }
}

/** In order, so that two instances that note the same people don't wait for each other in a circle. */
const OPENED = `
  INSERT INTO "Place" ("boardId", "personId", "openedAt")
  SELECT $1, o."person", now() FROM unnest($2::text[]) AS o("person") ORDER BY o."person"
  ON CONFLICT ("boardId", "personId") DO UPDATE SET "openedAt" = now()
  WHERE "Place"."openedAt" IS NULL OR "Place"."openedAt" < now() - $3::interval`
