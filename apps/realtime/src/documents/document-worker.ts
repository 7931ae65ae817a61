import { parentPort } from 'node:worker_threads'
import { DOCUMENT_JOBS, type JobAnswer, type JobKind, type JobMessage } from './document-job.ts'

function done<Kind extends JobKind>({ id, kind, request }: JobMessage<Kind>): JobAnswer {
  try {
    return { id, ok: true, result: DOCUMENT_JOBS[kind](request) }
  } catch (error) {
    return { id, ok: false, error: error instanceof Error ? error.message : String(error) }
  }
}

/** Runs in a thread of its own: what is done with a whole large board takes longer than a tick may. */
parentPort?.on('message', (message: JobMessage) => parentPort?.postMessage(done(message)))
