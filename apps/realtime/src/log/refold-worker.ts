import { parentPort } from 'node:worker_threads'
import { type RefoldRequest, refold } from './refold.ts'

/** Runs in a thread of its own: refolding a large board takes longer than a tick may. */
parentPort?.on('message', ({ id, request }: { id: number; request: RefoldRequest }) => {
  try {
    parentPort?.postMessage({ id, refolded: refold(request) })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
