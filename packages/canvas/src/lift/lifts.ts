import type { ElementId } from '@inkwire/board'
import { LiveInk } from '../ink/live-ink.ts'
import type { Scene } from '../scene/scene.ts'
import type { Revision } from '../tiles/revision.ts'
import type { TileLayer } from '../tiles/tile-layer.ts'
import { CrowdLift, type LiftView } from './crowd-lift.ts'
import { Stay } from './stay.ts'
import type { Single, Wanted } from './wanted.ts'

/** What of the tiles lifting needs. */
export type Below = Pick<TileLayer, 'hide' | 'reached' | 'lift'>

/** What lies on the overlay in one frame. */
export interface Lying {
  readonly singles: ReadonlyMap<ElementId, Single>
  readonly crowds: readonly CrowdLift[]
  readonly inks: readonly LiveInk[]
}

interface InkStay {
  readonly ink: LiveInk
  end: Revision | undefined
}

/** Carries elements from the tiles to the overlay and back: each is seen once in every frame, below or over it. */
export class Lifts {
  private readonly stays = new Map<ElementId, { readonly stay: Stay; single: Single }>()
  private readonly crowds = new Map<readonly ElementId[], CrowdLift>()
  private readonly inks = new Map<ElementId, InkStay>()
  private holes: { readonly singles: ReadonlySet<ElementId>; readonly crowds: readonly CrowdLift[] } = { singles: new Set(), crowds: [] } // biome-ignore format: one row

  /** The newest that was asked of the tiles. */
  private revision: Revision = 0

  constructor(
    private readonly scene: Scene,
    private readonly tiles: Below,
    private readonly redraw: () => void,
  ) {}

  /** Something waits for the tiles: there is more to do in the next frame. */
  get waits(): boolean {
    for (const { stay } of this.stays.values()) if (stay.waits) return true
    for (const { stay } of this.crowds.values()) if (stay.isLeaving) return true
    for (const { end } of this.inks.values()) if (end !== undefined) return true
    return false
  }

  lookDifferent(): void {
    for (const crowd of this.crowds.values()) crowd.changed('all')
  }

  /** These elements are others at rest, from a revision of the tiles on. */
  changed(ids: ReadonlySet<ElementId>, revision: Revision): void {
    this.revision = Math.max(this.revision, revision)
    for (const crowd of this.crowds.values()) crowd.changed(ids)
  }

  /** Before the tiles are drawn: tells them what isn't theirs now. */
  ask(wanted: Wanted, view: LiftView): void {
    const entering = [...this.enterSingles(wanted), ...this.enterCrowds(wanted, view)]
    const revision = this.hide(wanted)
    for (const stay of entering) stay.begin(revision)
    for (const [id, { stay }] of this.stays) if (!wanted.singles.has(id)) stay.leave(revision)
    this.leaveCrowds(wanted, revision)
    this.updateInks(wanted, revision)
  }

  /** After the tiles were drawn: what is to be painted over them, so that all is seen once. */
  lying(): Lying {
    const reached = (revision: Revision) => this.tiles.reached(revision)
    const singles = new Map<ElementId, Single>()
    for (const [id, { stay, single }] of this.stays) {
      const look = stay.look(reached)
      if (look === 'gone') this.stays.delete(id)
      else if (look === 'over') singles.set(id, stay.isLeaving ? { element: this.scene.get(id) } : single)
    }
    const crowds: CrowdLift[] = []
    for (const [ids, crowd] of this.crowds) {
      const look = crowd.stay.look(reached)
      if (look === 'gone') {
        crowd.close()
        this.crowds.delete(ids)
      } else if (look === 'over') crowds.push(crowd)
    }
    const inks: LiveInk[] = []
    for (const [id, { ink, end }] of this.inks) {
      if (end !== undefined && reached(end)) this.inks.delete(id)
      else inks.push(ink)
    }
    return { singles, crowds, inks }
  }

  close(): void {
    for (const crowd of this.crowds.values()) crowd.close()
    this.crowds.clear()
  }

  private enterSingles({ singles }: Wanted): Stay[] {
    const entering: Stay[] = []
    for (const [id, single] of singles) {
      const known = this.stays.get(id)
      if (known) {
        known.stay.comeBack()
        known.single = single
        continue
      }
      const stay = new Stay(!this.scene.get(id))
      this.stays.set(id, { stay, single })
      entering.push(stay)
    }
    return entering
  }

  /** Those whose picture is there. */
  private enterCrowds({ crowds }: Wanted, view: LiftView): Stay[] {
    const entering: Stay[] = []
    for (const { ids, affine } of crowds) {
      let crowd = this.crowds.get(ids)
      if (!crowd) {
        crowd = new CrowdLift(ids, affine, this.scene, this.tiles, this.redraw)
        this.crowds.set(ids, crowd)
      }
      crowd.stay.comeBack()
      crowd.affine = affine
      crowd.ask(view)
      if (crowd.lifted) entering.push(crowd.stay)
    }
    return entering
  }

  private leaveCrowds({ crowds }: Wanted, revision: Revision): void {
    const wanted = new Set(crowds.map(({ ids }) => ids))
    for (const [ids, crowd] of this.crowds) {
      if (wanted.has(ids)) continue
      if (!crowd.lifted) {
        crowd.close()
        this.crowds.delete(ids)
      } else if (!crowd.stay.isLeaving) {
        crowd.land()
        crowd.stay.leave(revision)
      }
    }
  }

  private updateInks({ inks }: Wanted, revision: Revision): void {
    const wanted = new Set<ElementId>()
    for (const ink of inks) {
      const { id } = ink.element
      wanted.add(id)
      const known = this.inks.get(id)
      if (known) {
        known.end = undefined
        known.ink.take(ink)
      } else this.inks.set(id, { ink: new LiveInk(ink), end: undefined })
    }
    for (const [id, known] of this.inks) {
      if (wanted.has(id)) continue
      const stored = this.scene.get(id)
      if (!stored) this.inks.delete(id)
      else if (known.end === undefined) {
        known.ink.land(stored)
        known.end = revision
      }
    }
  }

  /** Makes the holes in the tiles those that are wanted now. */
  private hide({ singles, crowds }: Wanted): Revision {
    const ready: CrowdLift[] = []
    for (const { ids } of crowds) {
      const crowd = this.crowds.get(ids)
      if (crowd?.lifted) ready.push(crowd)
    }
    const { holes } = this
    const same =
      singles.size === holes.singles.size &&
      ready.length === holes.crowds.length &&
      ready.every((crowd, i) => crowd === holes.crowds[i]) &&
      [...singles.keys()].every((id) => holes.singles.has(id))
    if (same) return this.revision
    this.holes = { singles: new Set(singles.keys()), crowds: ready }
    const hidden = new Set<ElementId>(singles.keys())
    for (const { ids } of ready) for (const id of ids) hidden.add(id)
    this.revision = Math.max(this.revision, this.tiles.hide(hidden))
    return this.revision
  }
}
