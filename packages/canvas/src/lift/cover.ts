import { type Box, boxContains, boxGrown, type Element, type ElementId } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import type { Lifted, TileLayer } from '../tiles/tile-layer.ts'

/** What lies above is painted over what is dragged, up to so many elements; under more, what is dragged is on top until the drop. */
export const MAX_ABOVE = 300
/** Further than what is dragged reaches, css px: so that what is above needn't be looked for in each frame. */
const LOOK_AHEAD = 128

/** What lies above a crowd and near it, as a picture that is painted off the main thread: it lies still while the crowd moves below. */
export class Cover {
  private picture: Lifted | undefined
  private region: Box | undefined
  private version = -1
  private scale = 0
  private asked = 0
  private closed = false

  constructor(
    private readonly top: Element,
    private readonly members: ReadonlySet<ElementId>,
    private readonly scene: Scene,
    private readonly tiles: Pick<TileLayer, 'lift'>,
    private readonly came: () => void,
  ) {}

  /** What is above in a box of the world; undefined: nothing, too much, or it isn't painted yet. */
  over(box: Box, { scale, zoom }: { readonly scale: number; readonly zoom: number }): Lifted | undefined {
    const { scene, region } = this
    const isFresh = this.version === scene.version && this.scale === scale
    if (!isFresh || !region || !boxContains(region, box)) this.ask(boxGrown(box, LOOK_AHEAD / zoom), scale)
    return this.picture
  }

  /** Looks are different. */
  lookDifferent(): void {
    this.version = -1
  }

  close(): void {
    this.closed = true
    this.show(undefined)
  }

  private ask(region: Box, scale: number): void {
    const { scene, members } = this
    this.region = region
    this.version = scene.version
    this.scale = scale
    const mine = ++this.asked
    const above = scene.above(this.top, region, (id) => members.has(id), MAX_ABOVE) ?? []
    if (above.length === 0) {
      this.show(undefined)
      return
    }
    const ids = above.map(({ id }) => id)
    this.tiles.lift(ids, region, scale).then(
      (lifted) => {
        if (this.closed || mine !== this.asked) lifted.bitmap.close()
        else {
          this.show(lifted)
          this.came()
        }
      },
      // The worker is gone: what is dragged is on top.
      () => undefined,
    )
  }

  private show(picture: Lifted | undefined): void {
    this.picture?.bitmap.close()
    this.picture = picture
  }
}
