import type { ElementId, Point } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import { picked } from '../selection/picking.ts'
import { selectedBy } from '../selection/region.ts'
import type { PointerInput, Tool } from './tool.ts'

/** Corners of the line are so far apart at least, css px: finer can't be seen, and each is compared with all that is near. */
const MIN_STEP = 4

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'drawing'; readonly before: readonly ElementId[]; readonly points: Point[] }

/**
 * Selects by a line that is drawn around things: what it touches or, as it is set, only what lies whole in it; with alt the other way.
 * With shift it adds. Then Select is at work again.
 */
export class LassoTool implements Tool {
  readonly cursor = 'crosshair'
  readonly draft = NO_DRAFT
  private state: State = { kind: 'idle' }

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.state.kind === 'drawing'
  }

  get lasso(): readonly Point[] | undefined {
    return this.state.kind === 'drawing' ? this.state.points : undefined
  }

  down(input: PointerInput): void {
    const { desk } = this
    if (!input.shift) desk.select([])
    this.state = { kind: 'drawing', before: desk.selection, points: [{ x: input.x, y: input.y }] }
  }

  move({ samples, alt }: PointerInput): void {
    if (this.state.kind !== 'drawing') return
    const { points } = this.state
    for (const { x, y } of samples) {
      const last = points.at(-1)
      if (!last || Math.hypot(x - last.x, y - last.y) * this.desk.camera.zoom >= MIN_STEP) points.push({ x, y })
    }
    this.take(alt)
    this.desk.redraw()
  }

  up(input: PointerInput): void {
    if (this.state.kind !== 'drawing') return
    const { points, before } = this.state
    if (points.length < 3) this.click(input, before)
    this.state = { kind: 'idle' }
    if (!this.desk.toolLocked) this.desk.setTool('select')
    this.desk.redraw()
  }

  cancel(): void {
    if (this.state.kind !== 'drawing') return
    const { before } = this.state
    this.state = { kind: 'idle' }
    this.desk.select(before)
    this.desk.redraw()
  }

  private take(alt: boolean): void {
    if (this.state.kind !== 'drawing' || this.state.points.length < 3) return
    const { before, points } = this.state
    const { wholeOnly } = this.desk.preferences.values
    const found = selectedBy(this.desk, { kind: 'lasso', points }, wholeOnly !== alt)
    this.desk.select([...new Set([...before, ...found])])
  }

  private click(input: PointerInput, before: readonly ElementId[]): void {
    const { scene, entered } = this.desk
    const hit = scene.at(input, this.desk.tolerance(input))
    this.desk.select(hit ? [...new Set([...before, picked(scene, hit, entered).id])] : before)
  }
}
