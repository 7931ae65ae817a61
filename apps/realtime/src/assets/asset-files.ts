import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** Images on disk, each under its hash: what is there is whole, and never changes. Several instances may share the folder. */
export class AssetFiles {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = resolve(folder)
  }

  /** Writes a file so that it is there whole, or not at all, also after a crash. Rejects with the system's error (ENOSPC …). */
  async write(asset: string, bytes: Uint8Array): Promise<void> {
    const place = this.placeOf(asset)
    const shelf = dirname(place)
    const drafts = join(this.folder, 'drafts')
    await mkdir(shelf, { recursive: true })
    await mkdir(drafts, { recursive: true })
    const draft = join(drafts, randomBytes(16).toString('hex'))
    try {
      await synced(await open(draft, 'wx', 0o640), (file) => file.writeFile(bytes))
      await rename(draft, place)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    // The name has to last as well as what it names.
    for (const named of [shelf, this.folder]) await synced(await open(named, 'r'), async () => {})
  }

  /** Opens a file for reading; the caller closes it. Undefined: there is none. */
  async open(asset: string): Promise<FileHandle | undefined> {
    try {
      return await open(this.placeOf(asset), 'r')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }

  async remove(asset: string): Promise<void> {
    await rm(this.placeOf(asset), { force: true })
  }

  /** Throws for what is no hash: nothing else ever becomes a path. */
  private placeOf(asset: string): string {
    if (!/^[0-9a-f]{64}$/.test(asset)) throw new Error('an asset is named by 64 hexadecimal digits')
    return join(this.folder, asset.slice(0, 2), asset)
  }
}

async function synced(file: FileHandle, write: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await write(file)
    await file.sync()
  } finally {
    await file.close()
  }
}
