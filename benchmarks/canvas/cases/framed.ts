import { type Figures, frameFigures, quantile } from '../figures.ts'
import { browserTime } from '../processes.ts'
import type { Recording } from '../recorder/recording.ts'
import type { Session } from '../session.ts'

const FRAME_EVENTS = ['devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame']

export interface Framed {
  readonly recording: Recording
  /** Of its frames: those that the page was asked for, those that reached the screen, and CPU ms for each. */
  readonly figures: Figures
}

/** Measures the frames of what goes on in a page until it gives its recording. */
export async function framed({ browser, page }: Session, act: () => Promise<Recording>): Promise<Framed> {
  await browser.startTracing(page, { screenshots: false, categories: FRAME_EVENTS })
  const before = browserTime()
  const recording = await act()
  const after = browserTime()
  const trace = await browser.stopTracing()
  const count = Math.max(1, recording.frames.length)
  return {
    recording,
    figures: {
      ...frameFigures(recording),
      ...shownFigures(trace),
      mainCpu: (after.main - before.main) / count,
      workerCpu: (after.worker - before.worker) / count,
      allCpu: (after.all - before.all) / count,
    },
  }
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  /** Microseconds. */
  readonly ts: number
  readonly args?: { readonly layerTreeId?: number }
}

/** Frames that the compositor drew, by its own word: of the page, which drew most. */
function shownFigures(trace: Buffer): Figures {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const drawn = new Map<string, number[]>()
  for (const { name, pid, args, ts } of traceEvents) {
    if (name !== 'DrawFrame') continue
    const key = `${pid} ${args?.layerTreeId}`
    drawn.set(key, [...(drawn.get(key) ?? []), ts / 1_000])
  }
  const [times = []] = [...drawn.values()].sort((a, b) => b.length - a.length)
  times.sort((a, b) => a - b)
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time))
  return { shown: times.length, shown95: quantile(gaps, 0.95), shownMax: quantile(gaps, 1) }
}
