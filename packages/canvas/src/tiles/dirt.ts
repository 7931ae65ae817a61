import type { ElementId } from '@inkwire/board'
import { joinedRects, type Rect, rectArea, rectHolds, rectIntersection, rectUnion } from './rect.ts'
import type { Revision } from './revision.ts'

/** A surface is repaired in at most so many rectangles; as a whole when they cover more than a share of it. */
const MAX_RECTS = 4
const WHOLE_SHARE = 0.6
/** More stains than this are kept as one. */
const MAX_STAINS = 256

/** A part of a surface that is not what the document says. */
interface Stain {
  readonly rect: Rect
  /** The first change that it lacks, and the last. */
  readonly from: Revision
  readonly to: Revision
  /** All that it lacks is this element, which lies above everything else. */
  readonly added?: ElementId
}

/** A rectangle to be painted anew, or these elements to be painted on it as it is. */
export interface Repair {
  readonly rect: Rect
  readonly only?: readonly ElementId[]
}

/** What of a surface is out of date. */
export class Dirt {
  private stains: Stain[] = []

  /** `whole`: the surface. */
  constructor(private readonly whole: Rect) {}

  add(rect: Rect, revision: Revision, added?: ElementId): void {
    if (rectHolds(rect, this.whole)) {
      this.stains = [{ rect: this.whole, from: this.first ?? revision, to: revision }]
      return
    }
    this.stains.push({ rect, from: revision, to: revision, ...(added === undefined ? {} : { added }) })
    if (this.stains.length > MAX_STAINS) this.stains = [this.all()]
  }

  /** The first revision that the surface lacks; undefined: it is clean. */
  get first(): Revision | undefined {
    let first: Revision | undefined
    for (const { from } of this.stains) if (first === undefined || from < first) first = from
    return first
  }

  /** Device px² that are out of date, at most. */
  get area(): number {
    return Math.min(
      rectArea(this.whole),
      this.stains.reduce((sum, { rect }) => sum + rectArea(rect), 0),
    )
  }

  /** What has to be painted for the surface to be clean. */
  repairs(): Repair[] {
    const [first, ...others] = this.stains
    if (!first) return []
    const added = this.stains.flatMap((stain) => stain.added ?? [])
    if (added.length === this.stains.length) {
      return [{ rect: others.reduce((rect, stain) => rectUnion(rect, stain.rect), first.rect), only: added }]
    }
    const rects = joinedRects(
      this.stains.map(({ rect }) => rect),
      MAX_RECTS,
    )
    const area = rects.reduce((sum, rect) => sum + rectArea(rect), 0)
    return area > WHOLE_SHARE * rectArea(this.whole) ? [{ rect: this.whole }] : rects.map((rect) => ({ rect }))
  }

  /** A repair was painted, from the document of a revision. */
  repaired({ rect, only }: Repair, revision: Revision): void {
    const painted = only && new Set(only)
    this.stains = this.stains.flatMap((stain) => {
      const { rect: stained, from, to, added } = stain
      const meant = painted === undefined || (added !== undefined && painted.has(added))
      if (to > revision || !meant) return [stain]
      if (rectHolds(rect, stained)) return []
      // A part of what was added is there now: painted on itself once more, what is seen through would look darker.
      return [rectIntersection(rect, stained) ? { rect: stained, from, to } : stain]
    })
  }

  private all(): Stain {
    const rect = this.stains.reduce(
      (joined, stain) => rectUnion(joined, stain.rect),
      this.stains[0]?.rect ?? this.whole,
    )
    return { rect, from: this.first ?? 0, to: this.stains.reduce((last, { to }) => Math.max(last, to), 0) }
  }
}
