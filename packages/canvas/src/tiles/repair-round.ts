import { type Patch, type Picture, release } from '../raster/patch.ts'
import type { Repair } from './dirt.ts'
import type { Revision } from './revision.ts'
import type { Surface } from './surface.ts'

interface Entry {
  readonly surface: Surface
  readonly repair: Repair
  readonly patch: Patch
  painted?: { readonly picture: Picture; readonly revision: Revision }
}

/** Repairs that are to be seen in one frame: what one change did to several tiles must not show on some of them only. */
export class RepairRound {
  private entries: Entry[]

  constructor(surfaces: Iterable<Surface>, nextId: () => number) {
    this.entries = [...surfaces].flatMap((surface) =>
      surface.dirt.repairs().map((repair) => ({ surface, repair, patch: patchOf(surface, repair, nextId()) })),
    )
  }

  get patches(): Patch[] {
    return this.entries.filter(({ painted }) => !painted).map(({ patch }) => patch)
  }

  /** Answers whether the picture belongs to this round. */
  take(id: number, picture: Picture, revision: Revision): boolean {
    const entry = this.entries.find(({ patch }) => patch.id === id)
    if (!entry) return false
    entry.painted = { picture, revision }
    return true
  }

  get complete(): boolean {
    return this.entries.every(({ painted }) => painted)
  }

  /** Puts all on their surfaces. */
  apply(): void {
    for (const { surface, repair, painted } of this.entries) {
      if (painted) surface.patch(repair, painted.picture, painted.revision)
    }
    this.entries = []
  }

  /** Drops what is no longer needed. */
  keep(needed: (surface: Surface) => boolean): void {
    for (const { surface, painted } of this.entries) if (!needed(surface) && painted) release(painted.picture)
    this.entries = this.entries.filter(({ surface }) => needed(surface))
  }
}

function patchOf({ place }: Surface, { rect, only }: Repair, id: number): Patch {
  const { x, y, w, h } = rect
  return { id, scale: place.scale, left: place.x + x, top: place.y + y, w, h, ...(only ? { only } : {}) }
}
