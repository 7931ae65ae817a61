import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'
import { AdminError } from '../admin-error.ts'

/** Writes a zip whose files are made one after the other, as they are taken. It has its name only once it is whole. */
export class ArchiveWriter {
  private readonly zip = new yazl.ZipFile()
  private readonly written: Promise<void>
  private readonly draft: string

  /** Throws AdminError when the file is there already. */
  constructor(private readonly path: string) {
    if (existsSync(path)) throw new AdminError(`${path} is there already: name a file that is not.`)
    this.draft = `${path}.draft`
    this.written = pipeline(this.zip.outputStream, createWriteStream(this.draft, { mode: 0o600, flush: true }))
    // Whoever waits for it hears of it.
    this.written.catch(() => {})
  }

  /** @param make called when its turn has come; what it rejects with is what `finish` rejects with */
  add(name: string, make: () => Promise<Uint8Array>): void {
    this.zip.addReadStreamLazy(name, (take) => {
      make().then(
        (bytes) => take(null, Readable.from([Buffer.from(bytes)])),
        (error) => this.zip.emit('error', error),
      )
    })
  }

  async finish(): Promise<void> {
    const failed = new Promise<never>((_, reject) => this.zip.once('error', reject))
    try {
      this.zip.end()
      await Promise.race([this.written, failed])
      await rename(this.draft, this.path)
    } catch (error) {
      await rm(this.draft, { force: true })
      throw error
    }
  }
}
