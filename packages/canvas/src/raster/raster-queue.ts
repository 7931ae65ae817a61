import type { Canvas2D } from '../paint/painter.ts'
import type { Revision } from '../tiles/revision.ts'
import type { Patch } from './patch.ts'
import { paintPatch, type RasterWorld } from './rasteriser.ts'

/** A canvas that a patch is painted on. */
export interface Sheet {
  readonly canvas: Canvas2D
}

interface Job<S extends Sheet> {
  readonly patch: Patch
  readonly sheet: S
  readonly steps: Generator<void, void, void>
  readonly revision: Revision
}

export interface RasterQueueOptions<S extends Sheet> {
  /** What to paint from, asked at the beginning of each patch; undefined: nothing can be painted yet. */
  world(): (RasterWorld & { readonly revision: Revision }) | undefined
  sheet(w: number, h: number): S | undefined
  painted(patch: Patch, sheet: S, revision: Revision): void
}

/** The patches that are wanted, the first one first. One that a more urgent one overtakes goes on where it was. */
export class RasterQueue<S extends Sheet> {
  private wanted: readonly Patch[] = []
  private readonly begun = new Map<number, Job<S>>()
  /** Painted, but maybe asked for once more before the answer came. */
  private painted = new Set<number>()

  constructor(private readonly options: RasterQueueOptions<S>) {}

  /** Replaces what is wanted. What is wanted no longer is dropped. */
  want(patches: readonly Patch[]): void {
    const ids = new Set(patches.map(({ id }) => id))
    this.wanted = patches.filter(({ id }) => !this.painted.has(id))
    this.painted = new Set([...this.painted].filter((id) => ids.has(id)))
    for (const id of this.begun.keys()) if (!ids.has(id)) this.begun.delete(id)
  }

  /** What was begun is begun anew: it was painted with what is wrong by now. */
  restart(): void {
    this.begun.clear()
  }

  /** There is something that can be painted. */
  get busy(): boolean {
    return this.wanted.length > 0 && this.options.world() !== undefined
  }

  /** Paints until there is nothing more to do, or `enough` says so between two steps. */
  work(enough: () => boolean): void {
    for (;;) {
      const [patch] = this.wanted
      // What can't be painted yet is wanted still.
      if (!patch || !this.busy) return
      const job = this.begun.get(patch.id) ?? this.begin(patch)
      if (job && !job.steps.next().done) {
        if (enough()) return
        continue
      }
      this.wanted = this.wanted.slice(1)
      this.begun.delete(patch.id)
      this.painted.add(patch.id)
      if (job) this.options.painted(patch, job.sheet, job.revision)
      if (enough()) return
    }
  }

  private begin(patch: Patch): Job<S> | undefined {
    const world = this.options.world()
    const sheet = world && this.options.sheet(patch.w, patch.h)
    if (!sheet) return undefined
    const job = { patch, sheet, steps: paintPatch(sheet.canvas, patch, world), revision: world.revision }
    this.begun.set(patch.id, job)
    return job
  }
}
