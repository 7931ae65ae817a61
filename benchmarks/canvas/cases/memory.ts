import { browserMemory } from '../processes.ts'
import type { Case } from './case.ts'

const MB = 1_024 * 1_024

/** What the page holds: objects of the page and of its workers after a collection, and the memory of the whole browser, MB. */
export const memory: Case = async ({ threads }) => {
  const { main, workers } = await threads.heap()
  return { heap: main / MB, workerHeap: workers / MB, browser: browserMemory() }
}
