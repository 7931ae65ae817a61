import type { CDPSession } from 'playwright-core'

/** One function of a profile. */
export interface HotFunction {
  readonly name: string
  readonly place: string
  /** ms that it took itself, without those that it called. */
  readonly ms: number
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples?: readonly number[]
  readonly timeDeltas?: readonly number[]
}

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: { readonly message: string } }

/** Asks V8 about a page and its workers. Workers are asked through the page's own connection, each in a session of its own. */
export class ThreadInspector {
  private readonly workers = new Map<string, string>()
  private readonly waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  private asked = 0

  private constructor(private readonly cdp: CDPSession) {}

  static async open(cdp: CDPSession): Promise<ThreadInspector> {
    const inspector = new ThreadInspector(cdp)
    cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') inspector.workers.set(sessionId, targetInfo.targetId)
    })
    cdp.on('Target.detachedFromTarget', ({ sessionId }) => inspector.workers.delete(sessionId))
    cdp.on('Target.receivedMessageFromTarget', ({ message }) => inspector.receive(JSON.parse(message)))
    await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
    return inspector
  }

  /** Bytes of living objects, after a collection: the page's and its workers'. */
  async heap(): Promise<{ readonly main: number; readonly workers: number }> {
    await this.cdp.send('HeapProfiler.collectGarbage')
    const { usedSize } = await this.cdp.send('Runtime.getHeapUsage')
    let workers = 0
    for (const worker of this.workers.keys()) {
      await this.ask(worker, 'HeapProfiler.collectGarbage')
      const usage = (await this.ask(worker, 'Runtime.getHeapUsage')) as { readonly usedSize: number }
      workers += usage.usedSize
    }
    return { main: usedSize, workers }
  }

  /** Profiles the page and its workers from now on. Answers with how to end it: the hottest functions of each thread. */
  async profile(): Promise<() => Promise<Readonly<Record<string, readonly HotFunction[]>>>> {
    const workers = [...this.workers.keys()]
    await this.cdp.send('Profiler.enable')
    await this.cdp.send('Profiler.start')
    for (const worker of workers) {
      await this.ask(worker, 'Profiler.enable')
      await this.ask(worker, 'Profiler.start')
    }
    return async () => {
      const { profile } = await this.cdp.send('Profiler.stop')
      const hot: Record<string, readonly HotFunction[]> = { main: hottest(profile) }
      for (const [k, worker] of workers.entries()) {
        const answer = (await this.ask(worker, 'Profiler.stop')) as { readonly profile: Profile }
        hot[`worker ${k + 1}`] = hottest(answer.profile)
      }
      return hot
    }
  }

  private ask(sessionId: string, method: string): Promise<unknown> {
    const id = ++this.asked
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      const message = JSON.stringify({ id, method, params: {} })
      this.cdp.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject)
    })
  }

  private receive({ id, result, error }: Answer): void {
    const one = this.waiting.get(id)
    this.waiting.delete(id)
    if (error) one?.reject(new Error(error.message))
    else one?.resolve(result)
  }
}

/** Functions by the time that they took themselves, most first. */
export function hottest({ nodes, samples = [], timeDeltas = [] }: Profile): readonly HotFunction[] {
  const functions = new Map<number, HotFunction>(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      { name: functionName || '(no name)', place: `${url.split('/').at(-1)}:${lineNumber + 1}`, ms: 0 },
    ]),
  )
  const sums = new Map<string, HotFunction>()
  for (const [k, sample] of samples.entries()) {
    const one = functions.get(sample)
    if (!one) continue
    const key = `${one.name} ${one.place}`
    sums.set(key, { ...one, ms: (sums.get(key)?.ms ?? 0) + (timeDeltas[k] ?? 0) / 1_000 })
  }
  return [...sums.values()].sort((a, b) => b.ms - a.ms)
}
