import { type Box, boxBetween, type ElementId, type Point } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import type { PointerInput } from '../tools/tool.ts'
import type { Gesture } from './gesture.ts'
import { selectedBy } from './region.ts'

/** Selects what a box touches or, as it is set, only what lies whole in it; with alt the other way. */
export class MarqueeGesture implements Gesture {
  readonly cursor = 'default'
  readonly draft = NO_DRAFT
  private to: Point

  constructor(
    private readonly desk: Desk,
    private readonly from: PointerInput,
    /** What is selected besides: shift adds. */
    private readonly before: readonly ElementId[],
  ) {
    this.to = from
  }

  get marquee(): Box {
    return boxBetween(this.from, this.to)
  }

  move(input: PointerInput): void {
    this.to = input
    const { wholeOnly } = this.desk.preferences.values
    const found = selectedBy(this.desk, { kind: 'box', box: this.marquee }, wholeOnly !== input.alt)
    this.desk.select([...new Set([...this.before, ...found])])
    this.desk.redraw()
  }

  drop(): void {
    this.desk.redraw()
  }

  cancel(): void {
    this.desk.select(this.before)
  }

  changed(): undefined {}
}
