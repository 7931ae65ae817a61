import type { Canvas2D } from '../paint/painter.ts'

/** A canvas for tests that run without a browser: it counts what is called, and paints nothing. */
export class RecordedCanvas {
  private readonly calls = new Map<string, number>()

  count(method: string): number {
    return this.calls.get(method) ?? 0
  }

  asCanvas(): Canvas2D {
    const known = new Map<PropertyKey, unknown>()
    const record = (name: string) => () => {
      this.calls.set(name, this.count(name) + 1)
    }
    return new Proxy({} as Canvas2D, {
      get: (_, name) => (known.has(name) ? known.get(name) : record(String(name))),
      set: (_, name, value) => {
        known.set(name, value)
        return true
      },
    })
  }
}
