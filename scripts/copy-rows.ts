import type { Client, Connection, Submittable } from 'pg'

/** What node-pg's connection can do for COPY beyond what its types tell. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

interface CopyEvents {
  /** The server waits for rows. */
  readonly begun?: (connection: CopyConnection) => void
  readonly chunk?: (chunk: Buffer, connection: CopyConnection) => void
  /** Called once. */
  readonly done: (error: Error | null) => void
}

/** One COPY statement; node-pg calls the `handle…` methods. */
class CopyStatement implements Submittable {
  readonly #text: string
  readonly #on: CopyEvents

  constructor(text: string, on: CopyEvents) {
    this.#text = text
    this.#on = on
  }

  submit(connection: Connection): void {
    connection.query(this.#text)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.#on.begun?.(connection)
  }

  handleCopyData(message: { readonly chunk: Buffer }, connection: CopyConnection): void {
    this.#on.chunk?.(message.chunk, connection)
  }

  handleCommandComplete(): void {}

  /** The last that is heard of a statement that failed. */
  handleError(error: Error): void {
    this.#on.done(error)
  }

  handleReadyForQuery(): void {
    this.#on.done(null)
  }
}

/** Copies what one COPY … TO STDOUT gives into one COPY … FROM STDIN; holds little of it in memory. */
export function copyRows(source: Client, read: string, target: Client, write: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | null = null
    let reading = false
    let writing = true
    const settle = (error: Error | null) => {
      failure ??= error
      // Both are waited for, so that both connections can be used again.
      if (reading || writing) return
      if (failure === null) resolve()
      else reject(failure)
    }
    const into = new CopyStatement(write, {
      begun: (to) => {
        reading = true
        const from = new CopyStatement(read, {
          chunk: (chunk, connection) => {
            if (!writing) return
            to.sendCopyFromChunk(chunk)
            if (to.stream.writableNeedDrain) pauseUntilDrained(connection, to)
          },
          done: (error) => {
            reading = false
            if (writing && error === null) to.endCopyFrom()
            else if (writing) to.sendCopyFail('the source failed')
            settle(error)
          },
        })
        source.query(from)
      },
      done: (error) => {
        writing = false
        settle(error)
      },
    })
    target.query(into)
  })
}

function pauseUntilDrained(source: Connection, target: Connection): void {
  if (source.stream.isPaused()) return
  source.stream.pause()
  const resume = () => {
    target.stream.off('drain', resume).off('close', resume)
    source.stream.resume()
  }
  target.stream.on('drain', resume).on('close', resume)
}
