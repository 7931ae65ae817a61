import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { BoardId, PersonId } from '@inkwire/board'
import { type AssetBody, type ErrorCode, LIMITS } from '@inkwire/protocol'
import type { Database } from '../database/database.ts'
import { isDiskFull } from '../disk/disk-full.ts'
import type { DiskSpace } from '../disk/disk-space.ts'
import type { Asset, Prisma } from '../generated/client.ts'
import type { AssetFiles } from './asset-files.ts'
import { imageFormat } from './image-format.ts'
import { withoutPrivateData } from './private-data.ts'

/** Writing 10 MB with fsync takes a while on a slow disk. */
const WRITE_MS = 60_000
const PATIENCE_MS = 10_000
/** What no board has had since then is removed: a board that was just duplicated or restored is not in a hurry. */
export const UNUSED_MS = 24 * 60 * 60 * 1_000

export type Added =
  | { readonly kind: 'added'; readonly body: AssetBody }
  | { readonly kind: 'refused'; readonly code: ErrorCode }

/** An image that can be read; the caller closes the file. */
export interface StoredAsset {
  readonly row: Asset
  readonly file: FileHandle
}

/** Images of boards: the files, and which board may show which. */
export class Assets {
  constructor(
    private readonly database: Database,
    private readonly files: AssetFiles,
    /** The disk that the files are on. */
    private readonly disk: Pick<DiskSpace, 'full'> = { full: false },
  ) {}

  /** Takes in an image for a board, without private data. The same file again, on whichever board, lies on disk once. Rejects when database or disk fail. */
  async add(board: BoardId, person: PersonId, file: Buffer): Promise<Added> {
    if (this.disk.full) return { kind: 'refused', code: 'server.full' }
    const format = imageFormat(file)
    if (!format) return { kind: 'refused', code: 'asset.invalid' }
    const { type, w, h } = format
    if (Math.max(w, h) > LIMITS.assetSide || w * h > LIMITS.assetPixels)
      return { kind: 'refused', code: 'asset.dimensions' }
    const bytes = withoutPrivateData(file, type)
    if (!bytes) return { kind: 'refused', code: 'asset.invalid' }
    const id = createHash('sha256').update(bytes).digest('hex')
    const key = { boardId: board, assetId: id }
    if (!(await this.has(board, id))) {
      if ((await this.bytesOf({ boardId: board })) + bytes.length > LIMITS.assetBytesPerBoard)
        return { kind: 'refused', code: 'asset.board_full' }
      if ((await this.bytesOf({ personId: person })) + bytes.length > LIMITS.assetBytesPerPerson)
        return { kind: 'refused', code: 'asset.person_full' }
    }
    try {
      await this.database.$transaction(
        async (transaction) => {
          // The row is locked from here on, so that nobody removes the file while it is written.
          await transaction.asset.upsert({
            where: { id },
            create: { id, type, width: w, height: h, bytes: bytes.length },
            update: { createdAt: new Date() },
          })
          await this.files.write(id, bytes)
          await transaction.boardAsset.upsert({
            where: { boardId_assetId: key },
            create: { ...key, personId: person },
            update: {},
          })
        },
        { timeout: WRITE_MS, maxWait: PATIENCE_MS },
      )
    } catch (error) {
      if (isDiskFull(error)) return { kind: 'refused', code: 'server.full' }
      throw error
    }
    return { kind: 'added', body: { asset: id, type, w, h } }
  }

  /** An image of a board; undefined: it is not the board's. */
  async open(board: BoardId, asset: string): Promise<StoredAsset | undefined> {
    const found = await this.database.boardAsset.findUnique({
      where: { boardId_assetId: { boardId: board, assetId: asset } },
      include: { asset: true },
    })
    const file = found && (await this.files.open(asset))
    return found && file ? { row: found.asset, file } : undefined
  }

  /** Removes one image that no board has any more. Returns whether there was one. */
  async removeOneUnused(now = Date.now()): Promise<boolean> {
    return this.database.$transaction(
      async (transaction) => {
        const unused = await transaction.asset.findFirst({
          where: { boards: { none: {} }, createdAt: { lt: new Date(now - UNUSED_MS) } },
          select: { id: true },
        })
        return unused !== null && (await this.remove(transaction, unused.id))
      },
      { timeout: WRITE_MS, maxWait: PATIENCE_MS },
    )
  }

  /** Removes an image now, unless a board has it. */
  async removeIfUnused(id: string): Promise<void> {
    await this.database.$transaction((transaction) => this.remove(transaction, id), {
      timeout: WRITE_MS,
      maxWait: PATIENCE_MS,
    })
  }

  private async remove(transaction: Prisma.TransactionClient, id: string): Promise<boolean> {
    // Whoever uploads it right now waits for this lock, and writes it again.
    await transaction.$queryRaw`SELECT "id" FROM "Asset" WHERE "id" = ${id} FOR UPDATE`
    const { count } = await transaction.asset.deleteMany({ where: { id, boards: { none: {} } } })
    if (count > 0) await this.files.remove(id)
    return count > 0
  }

  private async has(board: BoardId, asset: string): Promise<boolean> {
    return (await this.database.boardAsset.count({ where: { boardId: board, assetId: asset } })) > 0
  }

  /** Bytes of all images of a board or a person, each counted once. */
  private async bytesOf(owner: { readonly boardId: BoardId } | { readonly personId: PersonId }): Promise<number> {
    const { _sum } = await this.database.asset.aggregate({
      where: { boards: { some: owner } },
      _sum: { bytes: true },
    })
    return _sum.bytes ?? 0
  }
}

/** Lets a copy of a board show what the board shows. */
export async function copyAssets(
  transaction: Prisma.TransactionClient,
  from: BoardId,
  to: string,
  person: PersonId,
): Promise<void> {
  const all = await transaction.boardAsset.findMany({ where: { boardId: from }, select: { assetId: true } })
  await transaction.boardAsset.createMany({
    data: all.map(({ assetId }) => ({ boardId: to, assetId, personId: person })),
  })
}
