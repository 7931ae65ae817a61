import { Worker } from 'node:worker_threads'
import type { DocumentJobs, JobAnswer, JobKind, JobMessage } from './document-job.ts'

interface Waiting {
  readonly resolve: (result: JobAnswer & { readonly ok: true }) => void
  readonly reject: (error: Error) => void
}

/** The thread that does what takes a whole document, one job after the other. Started by the first job, and again after it died. */
export class DocumentThread {
  private worker: Worker | undefined
  private readonly waiting = new Map<number, Waiting>()
  private nextId = 1

  constructor(private readonly workerFile: URL) {}

  /** Rejects when the job fails, when the thread dies (a document too large for its memory), and at `close`. */
  run<Kind extends JobKind>(kind: Kind, request: DocumentJobs[Kind]['request']): Promise<DocumentJobs[Kind]['result']> {
    const worker = this.running()
    const message: JobMessage<Kind> = { id: this.nextId++, kind, request }
    return new Promise((resolve, reject) => {
      this.waiting.set(message.id, { resolve: ({ result }) => resolve(result as DocumentJobs[Kind]['result']), reject })
      worker.postMessage(message)
    })
  }

  async close(): Promise<void> {
    await this.worker?.terminate()
    this.fail(new Error('the service is closing'))
  }

  private running(): Worker {
    if (this.worker) return this.worker
    const worker = new Worker(this.workerFile)
    worker.unref()
    worker.on('message', (answer: JobAnswer) => {
      const waiting = this.waiting.get(answer.id)
      this.waiting.delete(answer.id)
      if (answer.ok) waiting?.resolve(answer)
      else waiting?.reject(new Error(answer.error))
    })
    worker.on('error', (error) => {
      this.worker = undefined
      this.fail(error)
    })
    this.worker = worker
    return worker
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}
