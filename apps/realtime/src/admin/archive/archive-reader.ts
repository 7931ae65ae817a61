import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { AdminError } from '../admin-error.ts'

/** No file of an archive is larger: a part of a log, a snapshot of 200,000 elements, an image. */
const MOST_BYTES = 512 * 1024 * 1024

/** A zip whose files are read by their names. */
export class ArchiveReader {
  private constructor(
    private readonly path: string,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Throws AdminError for what is no zip. */
  static async open(path: string): Promise<ArchiveReader> {
    try {
      const zip = await openPromise(path, { autoClose: false, lazyEntries: true })
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
      return new ArchiveReader(path, zip, entries)
    } catch (error) {
      throw new AdminError(`${path} can't be read: ${error instanceof Error ? error.message : error}`)
    }
  }

  /** All of a file. Throws AdminError when it is missing or damaged. */
  async read(name: string): Promise<Buffer> {
    const entry = this.entries.get(name)
    if (!entry) throw new AdminError(`${this.path} is not whole: ${name} is missing in it.`)
    if (entry.uncompressedSize > MOST_BYTES) throw new AdminError(`${name} in ${this.path} is too large.`)
    try {
      const parts: Buffer[] = []
      for await (const part of await this.zip.openReadStreamPromise(entry)) parts.push(part)
      return Buffer.concat(parts)
    } catch (error) {
      throw new AdminError(`${name} in ${this.path} is damaged: ${error instanceof Error ? error.message : error}`)
    }
  }

  close(): void {
    this.zip.close()
  }
}
