import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Bytes at which a log is put aside as `<name>.1` (replacing the one before): twice this is all that logs take. */
const LIMIT = 10_000_000
/** Lines that are kept to be shown when a process ends unexpectedly. */
const LAST_LINES = 20

/** What one process writes, in a file that can't grow without end. */
export class LogFile {
  readonly path: string
  #size: number
  #last: string[] = []
  #begun = ''

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true })
    this.path = path
    this.#size = existsSync(path) ? statSync(path).size : 0
  }

  write(text: string): void {
    const lines = (this.#begun + text).split('\n')
    this.#begun = lines.pop() ?? ''
    this.#last = [...this.#last, ...lines.filter((line) => line.trim() !== '')].slice(-LAST_LINES)
    try {
      if (this.#size > LIMIT) {
        renameSync(this.path, `${this.path}.1`)
        this.#size = 0
      }
      appendFileSync(this.path, text, { mode: 0o600 })
      this.#size += Buffer.byteLength(text)
    } catch {
      // A full disk must not end what still runs.
    }
  }

  /** What came last, oldest first. */
  lastLines(): readonly string[] {
    return this.#begun.trim() === '' ? this.#last : [...this.#last, this.#begun]
  }

  /** Forgets the last lines: those of the process before. */
  begin(): void {
    this.#last = []
    this.#begun = ''
  }
}
