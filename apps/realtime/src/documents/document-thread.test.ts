import { packRecords } from '@inkwire/protocol'
import { afterEach, expect, test } from 'vitest'
import { DocumentThread } from './document-thread.ts'

const document = { snapshot: undefined, snapshotSeq: 0, records: packRecords([]) }

/** A thread that answers its first message, fails at the second and dies at the third. */
const WORKER = `
  const { parentPort } = require('node:worker_threads')
  let count = 0
  parentPort.on('message', ({ id, kind }) => {
    count++
    if (count === 1) parentPort.postMessage({ id, ok: true, result: kind })
    else if (count === 2) parentPort.postMessage({ id, ok: false, error: 'it failed' })
    else setImmediate(() => { throw new Error('it died') })
  })`

let thread: DocumentThread | undefined

afterEach(() => thread?.close())

const start = () => {
  thread = new DocumentThread(new URL(`data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('/'); ${WORKER}`)}`)) // biome-ignore format: one row
  return thread
}

test('answers each job; when the thread dies its jobs fail, and the next one starts it anew', async () => {
  const running = start()
  expect(await running.run('refold', document)).toBe('refold')
  await expect(running.run('refold', document)).rejects.toThrow('it failed')
  const [one, two] = await Promise.allSettled([running.run('refold', document), running.run('refold', document)])
  expect(one).toMatchObject({ status: 'rejected', reason: { message: 'it died' } })
  expect(two).toMatchObject({ status: 'rejected', reason: { message: 'it died' } })
  expect(await running.run('copy', { document, actor: '' as never, gesture: '' as never })).toBe('copy')
})

test('closing fails what waits', async () => {
  const running = start()
  await running.run('refold', document)
  await running.run('refold', document).catch(() => {})
  const waiting = running.run('refold', document)
  const failed = expect(waiting).rejects.toThrow()
  await running.close()
  await failed
})
