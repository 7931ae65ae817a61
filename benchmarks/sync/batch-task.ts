import type { ElementId, NewElement } from '@inkwire/board'
import { BatchQueue, newId } from '../driver/batch-queue.ts'
import { Boards } from '../driver/boards.ts'
import { openPage } from '../driver/page.ts'
import { median } from './figures.ts'
import { cpuTime } from './processor.ts'
import type { BatchTask, Measured } from './run.ts'

/** Batches that a writer has on their way. */
const IN_FLIGHT = 10

/** Writers who each send their next batches when those before are acknowledged. */
export async function runBatches(task: BatchTask): Promise<Measured> {
  const port = task.ports[0] ?? 0
  const boards = new Boards(port)
  const queues: BatchQueue[] = []
  const closing: (() => void)[] = []
  for (let i = 0; i < task.writers; i++) {
    const entry = await boards.entry(`board ${i % task.boards}`, i)
    const page = await openPage(entry)
    const queue = new BatchQueue(page, entry.board)
    queues.push(queue)
    closing.push(() => {
      queue.close()
      page.socket.disconnect()
    })
  }
  const before = { at: performance.now(), cpu: cpuTime(task.pids) }
  const waits: number[] = []
  const end = before.at + task.seconds * 1_000
  let acknowledged = 0
  await Promise.all(
    queues.map(async (queue) => {
      while (performance.now() < end) {
        const sentAt = performance.now()
        for (let i = 0; i < IN_FLIGHT; i++) queue.add([{ op: 'put', element: rectangle() }])
        await queue.settled()
        waits.push(performance.now() - sentAt)
        acknowledged += IN_FLIGHT
      }
    }),
  )
  const seconds = (performance.now() - before.at) / 1_000
  const cpu = cpuTime(task.pids)
  for (const close of closing) close()
  return {
    perSecond: acknowledged / seconds,
    waitMs: median(waits),
    cpuMs: ((cpu.server - before.cpu.server) / acknowledged) * 1_000,
    storeMs: ((cpu.store - before.cpu.store) / acknowledged) * 1_000,
  }
}

function rectangle(): NewElement {
  const id = newId() as ElementId
  return { id, type: 'rectangle', order: 'a1', x: 1, y: 2, w: 30, h: 40, color: 'ink', width: 2 }
}
