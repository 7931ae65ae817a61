// Runs in each page, before the page's own scripts.
import type { Bench } from '../page/bench.ts'
import { changedPixels, missingInk } from './pictures.ts'
import type { Recorder, Recording } from './recording.ts'

declare global {
  interface Window {
    recorder: Recorder
    bench: Bench
  }
}

/** A pan goes to and fro once in so many ms. */
const PERIOD = 3_000
/** Observers may deliver so many ms late. */
const LATE = 80

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] extends readonly (infer Item)[] ? Item[] : Type[Key] }

const empty = (): Writable<Recording> => ({
  frames: [],
  longTasks: [],
  events: [],
  moves: [],
  downs: [],
  wheels: 0,
  blank: [],
  stale: [],
})

let recording = empty()
let on = false

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
const { port1, port2 } = new MessageChannel()
const waiting: (() => void)[] = []
port1.onmessage = () => {
  for (const resolve of waiting.splice(0)) resolve()
}
/** A task of its own, after those that wait already. */
const nextTask = () =>
  new Promise<void>((resolve) => {
    waiting.push(resolve)
    port2.postMessage(null)
  })

async function painted(): Promise<number> {
  await nextFrame()
  await nextFrame()
  await nextTask()
  return performance.now()
}

function observe(type: string, options: object, take: (entry: PerformanceEntry) => void): void {
  const observer = new PerformanceObserver((list) => {
    if (on) for (const entry of list.getEntries()) take(entry)
  })
  observer.observe({ type, ...options })
}
observe('longtask', {}, ({ duration }) => recording.longTasks.push(duration))
observe('event', { durationThreshold: 16 }, ({ name, duration }) => recording.events.push({ name, duration }))

let pending: number[] | undefined
addEventListener(
  'pointermove',
  (event) => {
    if (!on) return
    const coalesced = event.getCoalescedEvents().map(({ timeStamp }) => timeStamp)
    const stamps = coalesced.length > 0 ? coalesced : [event.timeStamp]
    if (pending) {
      pending.push(...stamps)
      return
    }
    pending = stamps
    requestAnimationFrame(async () => {
      await nextTask()
      if (pending === stamps) pending = undefined
      const now = performance.now()
      for (const stamp of stamps) recording.moves.push(now - stamp)
    })
  },
  { capture: true, passive: true },
)
addEventListener(
  'pointerdown',
  ({ timeStamp }) => {
    if (!on) return
    requestAnimationFrame(async () => {
      await nextTask()
      recording.downs.push(performance.now() - timeStamp)
    })
  },
  { capture: true, passive: true },
)
addEventListener('wheel', () => on && recording.wheels++, { capture: true, passive: true })

function start(hook?: (now: number) => void): void {
  recording = empty()
  on = true
  const watched = recording
  let last = performance.now()
  const frame = () => {
    if (!on || watched !== recording) return
    const now = performance.now()
    watched.frames.push(now - last)
    last = now
    hook?.(now)
    const coverage = window.bench?.coverage?.()
    if (coverage) {
      watched.blank.push(coverage.blank)
      watched.stale.push(coverage.stale)
    }
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

async function stop(): Promise<Recording> {
  await painted()
  // Idle frames after this don't count.
  const frames = recording.frames.slice()
  await new Promise((resolve) => setTimeout(resolve, LATE))
  on = false
  return { ...recording, frames }
}

window.recorder = {
  start,
  stop,
  painted,
  async timed(call) {
    const begin = performance.now()
    await call()
    const returned = performance.now()
    return { call: returned - begin, painted: (await painted()) - begin }
  },
  pan: (ms, { x, y, zoom }, amplitude) =>
    new Promise((resolve) => {
      const begin = performance.now()
      let over = false
      start((now) => {
        if (over) return
        over = now - begin >= ms
        if (over) {
          resolve(stop())
          return
        }
        const share = ((now - begin) / PERIOD) % 1
        const wave = share < 0.25 ? 4 * share : share < 0.75 ? 2 - 4 * share : 4 * share - 4
        window.bench.setCamera(x + (amplitude * wave) / zoom, y + (amplitude * wave) / 2 / zoom, zoom)
      })
    }),
  async exact(most) {
    if (!window.bench.coverage) return null
    const begin = performance.now()
    while (performance.now() - begin < most) {
      const { blank, stale } = window.bench.coverage()
      if (blank === 0 && stale === 0) return performance.now() - begin
      await nextFrame()
    }
    return Number.POSITIVE_INFINITY
  },
  missingInk,
  changedPixels,
  calibrate() {
    let best = Number.POSITIVE_INFINITY
    for (let run = 0; run < 3; run++) {
      let mixed = 1
      const begin = performance.now()
      for (let i = 0; i < 1e7; i++) {
        mixed = (Math.imul(mixed, 1_664_525) + 1_013_904_223) | 0
        mixed ^= mixed >>> 13
      }
      // What is not looked at would not be computed.
      best = Math.min(best, performance.now() - begin + (mixed === 0 ? 1e-9 : 0))
    }
    return best
  },
}
