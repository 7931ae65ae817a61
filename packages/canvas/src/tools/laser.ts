import { type Point, TRAIL_TIME, type TrailPoint } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import { LASER_CURSOR } from './cursors.ts'
import type { PointerInput, Tool } from './tool.ts'

type State = { readonly kind: 'idle' } | { readonly kind: 'pointing'; readonly trail: number }

/** Shows everybody what one speaks of: a line that fades by itself and is never stored. */
export class LaserTool implements Tool {
  readonly cursor = LASER_CURSOR
  readonly draft = NO_DRAFT
  private state: State = { kind: 'idle' }
  private points: readonly TrailPoint[] = []

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.state.kind === 'pointing'
  }

  get trail(): readonly TrailPoint[] {
    return this.points
  }

  down(input: PointerInput): void {
    // Another press, another number, also after the tool was put away: its trail begins anew.
    this.state = { kind: 'pointing', trail: Math.floor(performance.now()) }
    this.point([input])
  }

  move({ samples }: PointerInput): void {
    this.point(samples)
  }

  up(): void {
    this.state = { kind: 'idle' }
  }

  cancel(): void {
    this.state = { kind: 'idle' }
    this.points = []
    this.desk.redraw()
  }

  private point(samples: readonly Point[]): void {
    if (this.state.kind !== 'pointing') return
    const { trail } = this.state
    const at = performance.now()
    const points = samples.map(({ x, y }) => ({ x, y }))
    this.points = [
      ...this.points.filter((point) => at - point.at < TRAIL_TIME),
      ...points.map(({ x, y }) => ({ x, y, trail, at })),
    ]
    this.desk.live({ kind: 'laser', trail, points })
    this.desk.redraw()
  }
}
