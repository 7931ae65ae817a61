import { type Element, isSketchy, type PaintContext, type Sketcher } from '@inkwire/board'

/** What draws as if by hand. Its code is fetched when something sketchy is painted first; until it came that is drawn clean. */
export class Sketching {
  private sketcher: Sketcher | undefined
  private asked = false
  private readonly listeners = new Set<() => void>()

  constructor(private readonly load: () => Promise<Sketcher> = roughjs) {}

  /** The context to paint an element in; `scale`: screen px of a world px. */
  contextFor(element: Element, context: PaintContext, scale: number): PaintContext {
    if (!isSketchy(element)) return context
    if (!this.asked) this.fetch()
    return this.sketcher ? { ...context, sketch: this.sketcher, scale } : context
  }

  /** Calls back when it came: what is sketchy looks different now. */
  onArrival(listener: () => void): void {
    this.listeners.add(listener)
  }

  private fetch(): void {
    this.asked = true
    this.load().then(
      (sketcher) => {
        this.sketcher = sketcher
        for (const listener of this.listeners) listener()
      },
      () => {
        // Offline, perhaps: asked for again when the next sketchy element is painted.
        this.asked = false
      },
    )
  }
}

async function roughjs(): Promise<Sketcher> {
  const { roughSketcher } = await import('@inkwire/board/sketch')
  return roughSketcher()
}
