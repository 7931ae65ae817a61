import {
  type Box,
  boxContains,
  boxGrown,
  boxIntersection,
  comparePaintOrder,
  type Element,
  type ElementId,
  type Point,
  skeletonOf,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import type { Lifted, TileLayer } from '../tiles/tile-layer.ts'
import { type Affine, mappedBox, mappedPoint, shiftedBy } from './affine.ts'
import { Cover } from './cover.ts'
import { aroundOf } from './move-plan.ts'
import { Stay } from './stay.ts'

/** A picture holds what is within so many css px of the view: a drag that short needs no other. */
const MARGIN = 256
/** A picture that is stretched by more than this is painted anew. */
const MAX_STRETCH = 1.5

/** What is on screen, and how large. */
export interface LiftView {
  /** World px. */
  readonly box: Box
  /** Device px per world px. */
  readonly scale: number
  /** css px per world px */
  readonly zoom: number
}

/** Many elements in hand at once: a picture of them, painted off the main thread, that lies on the overlay while they move. */
export class CrowdLift {
  readonly stay = new Stay(false)
  readonly members: ReadonlySet<ElementId>
  /** What lies above all of them. */
  readonly cover: Cover | undefined
  lifted: Lifted | undefined
  private readonly bounds: Box | undefined
  /** Where a corner of one of them was: it tells where all went. */
  private probe: { readonly id: ElementId; readonly at: Point } | undefined
  private asked = false
  private closed = false
  private isStale = false

  constructor(
    readonly ids: readonly ElementId[],
    public affine: Affine,
    private readonly scene: Scene,
    private readonly tiles: Pick<TileLayer, 'lift'>,
    private readonly came: () => void,
  ) {
    this.members = new Set(ids)
    this.bounds = aroundOf(scene, ids).box
    let top: Element | undefined
    for (const id of ids) {
      const element = scene.get(id)
      if (element && (!top || comparePaintOrder(element, top, scene.get) > 0)) top = element
    }
    this.cover = top && new Cover(top, this.members, scene, tiles, came)
  }

  /** The document or its looks changed: its picture is old if it was among that. */
  changed(ids: ReadonlySet<ElementId> | 'all'): void {
    if (ids === 'all') this.cover?.lookDifferent()
    this.isStale ||= ids === 'all' || [...ids].some((id) => this.members.has(id))
  }

  /** Asks for a picture where there is none that fits. */
  ask(view: LiftView): void {
    if (this.asked || !this.bounds) return
    const { lifted } = this
    const seen = boxIntersection(this.bounds, this.unmapped(view.box))
    const stretch = lifted ? view.scale / lifted.scale : 1
    const fits = lifted && !this.isStale && Math.max(stretch, 1 / stretch) <= MAX_STRETCH
    if (fits && (!seen || boxContains(lifted.box, seen))) return
    const margin = MARGIN / view.zoom
    const wanted = boxIntersection(this.bounds, boxGrown(this.unmapped(view.box), margin))
    if (!wanted && lifted) return
    this.asked = true
    this.isStale = false
    this.probe = this.probeNow()
    const box = onDevicePixels(wanted ?? this.bounds, view.scale, !wanted)
    this.tiles.lift(this.ids, box, view.scale).then(
      (next) => this.take(next),
      // The worker is gone, or the board: what is at rest stays as it is until the drop.
      () => undefined,
    )
  }

  /** It came to rest: its picture goes where the document says. */
  land(): void {
    const { probe, scene } = this
    const element = probe && scene.get(probe.id)
    const [now] = element ? skeletonOf(element, scene.context) : []
    if (!probe || !now) return
    const there = mappedPoint(this.affine, probe.at)
    const far = Math.hypot(now.x - there.x, now.y - there.y)
    const [a, b, c, d] = this.affine
    const isShift = a === 1 && b === 0 && c === 0 && d === 1
    const gaveUp = now.x === probe.at.x && now.y === probe.at.y
    if (isShift || (gaveUp && far > 0)) this.affine = shiftedBy(now.x - probe.at.x, now.y - probe.at.y)
  }

  close(): void {
    this.closed = true
    this.cover?.close()
    this.lifted?.bitmap.close()
    this.lifted = undefined
  }

  private take(next: Lifted): void {
    this.asked = false
    if (this.closed) {
      next.bitmap.close()
      return
    }
    this.lifted?.bitmap.close()
    this.lifted = next
    this.came()
  }

  private probeNow(): { readonly id: ElementId; readonly at: Point } | undefined {
    for (const id of this.ids) {
      const element = this.scene.get(id)
      const [at] = element ? skeletonOf(element, this.scene.context) : []
      if (at) return { id, at }
    }
    return undefined
  }

  /** What of the elements as they are would be seen in a box. */
  private unmapped(box: Box): Box {
    const [a, b, c, d, e, f] = this.affine
    const det = a * d - b * c
    if (Math.abs(det) < 1e-9) return box
    const inverse: Affine = [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det]
    return mappedBox(inverse, box)
  }
}

/** The box on whole device px, so that its picture isn't smoothed. One that is off screen is only there to be small. */
function onDevicePixels({ minX, minY, maxX, maxY }: Box, scale: number, isUnseen: boolean): Box {
  const [x, y] = [Math.floor(minX * scale) - 1, Math.floor(minY * scale) - 1]
  const right = isUnseen ? x + 1 : Math.ceil(maxX * scale) + 1
  const bottom = isUnseen ? y + 1 : Math.ceil(maxY * scale) + 1
  return { minX: x / scale, minY: y / scale, maxX: right / scale, maxY: bottom / scale }
}
