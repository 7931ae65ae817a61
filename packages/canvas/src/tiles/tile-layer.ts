import { type Box, boxUnion, type ElementId } from '@inkwire/board'
import type { Camera } from '../camera.ts'
import { type Paper, paintPaper } from '../paint/paper.ts'
import type { ThemeColors } from '../palette.ts'
import { type Patch, type Picture, release } from '../raster/patch.ts'
import type { Raster, RasterListener } from '../raster/raster.ts'
import type { Scene } from '../scene/scene.ts'
import { type Composition, compose, snappedOrigin, type View } from './compositor.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { missingTiles } from './missing-tiles.ts'
import { boxOf, Overview } from './overview.ts'
import { RepairRound } from './repair-round.ts'
import type { Revision } from './revision.ts'
import { Surface } from './surface.ts'
import { TILE_SIDE } from './tile-grid.ts'
import { PIXEL, Tile, TileStore } from './tile-store.ts'

/** The exact picture is asked for this long after the zoom came to rest, ms. */
const SETTLE_TIME = 120
/** Tiles are repaired at most 10 times a second, however fast others draw: ms between two rounds. */
const ROUND_INTERVAL = 100
/** The overview is repaired less often where tiles hide it, ms. */
const OVERVIEW_INTERVAL = 500
/** Boards with more elements show about so many of them first. */
const SKETCH_FROM = 4_000
const SKETCHED = 2_000
/** More boxes than this are looked at as the one around them. */
const MAX_BOXES = 500
/** Bytes of pictures; fingers come with less memory. */
const BUDGET = 128 * 2 ** 20
const TOUCH_BUDGET = 64 * 2 ** 20

/** What the layer is to show. */
export interface TileFrame {
  readonly camera: Camera
  /** Device px. */
  readonly width: number
  readonly height: number
  /** Device px per css px. */
  readonly ratio: number
  readonly colors: ThemeColors
  /** What is printed below everything. */
  readonly paper: Paper
  /** ms */
  readonly now: number
}

/** Elements painted by themselves. The bitmap is its owner's to close. */
export interface Lifted {
  readonly bitmap: ImageBitmap
  /** What of the world it shows: the box that was asked for, grown to whole device px. */
  readonly box: Box
  /** Device px per world px. */
  readonly scale: number
  /** Of the document that it was painted from. */
  readonly revision: Revision
}

export interface TileLayerOptions {
  readonly scene: Scene
  /** Makes what paints; it tells the listener. */
  readonly raster: (listener: RasterListener) => Raster
  /** The same, on the page itself: for when that fails. */
  readonly ownRaster: (listener: RasterListener) => Raster
  /** There is something new to be seen: asks for a frame. */
  readonly redraw: () => void
  /** Fingers are what points here. */
  readonly touch: boolean
}

interface Lift {
  readonly patch: Patch
  readonly taken: (picture: Picture, revision: Revision) => void
}

/** The document at rest, on a canvas: tiles that a raster paints, blitted in each frame. No frame waits for one. */
export class TileLayer {
  readonly canvas = document.createElement('canvas')
  private readonly scene: Scene
  private raster: Raster
  private readonly tiles: TileStore
  private readonly budget: number
  private readonly overviews = new Overview()
  private latest: Revision = 0
  /** The last one that the raster knows. */
  private sent: Revision = 0
  private hidden: ReadonlySet<ElementId> = new Set()
  private hiddenSent: ReadonlySet<ElementId> = new Set()
  /** Changed since the raster heard last. */
  private unsent = new Set<ElementId>()
  /** Of those: new, and above everything else. */
  private fresh = new Set<ElementId>()
  /** The next change is of what the raster took already. */
  private rasterHasIt = false
  private ready = false
  private colors: ThemeColors | undefined
  private round: RepairRound | undefined
  private roundAt = -Infinity
  private overviewRound: RepairRound | undefined
  private overviewAt = -Infinity
  /** Whole surfaces that are being painted. */
  private asked = new Map<Surface, Patch>()
  private lifts: Lift[] = []
  private wanted = ''
  private lastId = 0
  private lastScale = 0
  private zoomedAt = -Infinity
  private view: View | undefined
  private drawn = ''
  private composition: Composition | undefined
  private outdated = true

  constructor(private readonly options: TileLayerOptions) {
    this.scene = options.scene
    this.budget = options.touch ? TOUCH_BUDGET : BUDGET
    this.tiles = new TileStore(this.budget)
    this.raster = options.raster({ ...this.heard, failed: () => this.startOver() })
  }

  private get heard() {
    return {
      ready: () => this.becomeReady(),
      painted: (id: number, picture: Picture, revision: Revision) => this.painted(id, picture, revision),
      outdated: (ids: readonly ElementId[] | 'all') => this.lookDifferent(ids),
    }
  }

  /** The raster can't paint here: the page does it itself. */
  private startOver(): void {
    if (this.raster.shares) return
    this.raster.close()
    this.ready = false
    this.wanted = ''
    this.raster = this.options.ownRaster({ ...this.heard, failed: () => {} })
    if (this.colors) this.raster.look(this.colors)
    // It paints from the scene, so it knows all of it at once; what it has painted must not count as older than it is.
    this.hiddenSent = this.hidden
    this.raster.hide([...this.hidden])
    this.unsent.clear()
    this.fresh.clear()
    this.sent = this.revision
    this.raster.change([], this.sent)
  }

  /** Another document is there, at which the page has not looked yet. */
  documentCame(): void {
    this.rasterHasIt = this.raster.documentCame()
  }

  /** The shown document changed; the scene knows it already, and answered with the boxes that look different. */
  changed(ids: ReadonlySet<ElementId>, dirty: readonly Box[]): Revision {
    const revision = ++this.latest
    if (!this.rasterHasIt) for (const id of ids) this.unsent.add(id)
    this.rasterHasIt = false
    if (this.scene.addedOnTop) {
      for (const id of ids) {
        const box = this.scene.around(id)
        if (!box) continue
        this.fresh.add(id)
        this.stain([box], revision, id)
      }
    } else {
      for (const id of ids) this.fresh.delete(id)
      this.stain(dirty, revision)
    }
    if (this.raster.shares) this.flush()
    return revision
  }

  /** Everything looks different. */
  repaint(): void {
    this.latest++
    for (const surface of this.surfaces()) surface.dirt.add(surface.whole, this.revision)
    this.options.redraw()
  }

  /** Texts measure differently now. */
  fontsCame(): void {
    this.raster.fontsCame()
  }

  /** These elements lie on the overlay instead, and no others. */
  hide(ids: ReadonlySet<ElementId>): Revision {
    const turned: ElementId[] = []
    for (const id of ids) if (!this.hidden.has(id)) turned.push(id)
    for (const id of this.hidden) if (!ids.has(id)) turned.push(id)
    if (turned.length === 0) return this.revision
    this.hidden = ids
    this.latest++
    // What is new has to be painted anyway, from now on without being hidden.
    const boxes = turned.filter((id) => !this.fresh.has(id)).flatMap((id) => this.scene.around(id) ?? [])
    this.stain(boxes, this.revision)
    if (this.raster.shares) this.flush()
    return this.revision
  }

  /** Whether every tile on screen, and what is seen of the overview below, shows a revision. */
  reached(revision: Revision): boolean {
    const { composition } = this
    if (!this.ready || !composition || composition.missing.length > 0) return false
    for (const { dirt, sparse } of composition.shown) {
      if (sparse || (dirt.first !== undefined && dirt.first <= revision)) return false
    }
    return true
  }

  /** Paints elements alone: what of them is in a box of the world, at a scale (device px per world px). */
  lift(ids: readonly ElementId[], box: Box, scale: number): Promise<Lifted> {
    const [left, top] = [Math.floor(box.minX * scale), Math.floor(box.minY * scale)]
    const w = Math.max(1, Math.ceil(box.maxX * scale) - left)
    const h = Math.max(1, Math.ceil(box.maxY * scale) - top)
    const patch: Patch = { id: ++this.lastId, scale, left, top, w, h, only: ids, hiddenToo: true }
    return new Promise((resolve, reject) => {
      const taken = async (picture: Picture, revision: Revision) => {
        const bitmap = 'close' in picture ? picture : await createImageBitmap(picture)
        if (bitmap !== picture) release(picture)
        resolve({ bitmap, box: boxOf({ scale, x: left, y: top, w, h }), scale, revision })
      }
      this.lifts.push({ patch, taken: (picture, revision) => void taken(picture, revision).catch(reject) })
      if (!this.round) this.flush()
      this.send()
    })
  }

  /** The last one: all that was asked for until now. */
  get revision(): Revision {
    return this.latest
  }

  /** Brings the canvas up to date. Answers in how many ms it wants to be asked again; undefined: when something changes. */
  frame(frame: TileFrame): number | undefined {
    const { camera, width, height, ratio, colors, now } = frame
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
      this.outdated = true
    }
    if (this.colors !== colors) {
      this.colors = colors
      this.raster.look(colors)
      this.repaint()
    }
    const scale = camera.zoom * ratio
    const first = this.lastScale === 0
    if (scale !== this.lastScale) {
      this.lastScale = scale
      this.zoomedAt = first ? -Infinity : now
    }
    const view: View = { x: camera.x, y: camera.y, scale, width, height }
    this.view = view
    this.land()
    this.draw(view, frame)
    const settles = Math.max(0, this.zoomedAt + SETTLE_TIME - now)
    const rounds = this.ready ? this.repair(now, settles === 0) : undefined
    if (this.ready) this.plan(view, settles === 0, frame)
    this.tiles.trim((tile) => this.composition?.shown.has(tile) === true || this.asked.has(tile))
    if (settles > 0) return rounds === undefined ? settles : Math.min(settles, rounds)
    return rounds
  }

  /** A small picture of everything, and what of the world it shows. */
  overview(): { readonly picture: CanvasImageSource; readonly box: Box } | undefined {
    const { surface } = this.overviews
    return surface?.picture && { picture: surface.picture, box: boxOf(surface.place) }
  }

  /** Shares of the viewport that lack ink which they should have, and that show ink of an older document or another scale. */
  coverage(): Coverage {
    const { composition, view } = this
    if (!composition || !view) return { blank: 1, stale: 0 }
    return coverageOf(composition, view, this.scene.allBounds())
  }

  close(): void {
    this.raster.close()
    this.round?.keep(() => false)
    this.overviewRound?.keep(() => false)
    this.tiles.close()
    this.overviews.close()
  }

  private draw(view: View, { camera, ratio, colors, paper, now }: TileFrame): void {
    const { x, y } = snappedOrigin(view)
    const drawn = `${view.x} ${view.y} ${x} ${y} ${view.scale} ${view.width} ${view.height} ${paper}`
    const canvas = this.canvas.getContext('2d')
    if (!canvas || (!this.outdated && drawn === this.drawn)) return
    this.drawn = drawn
    this.outdated = false
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.clearRect(0, 0, view.width, view.height)
    paintPaper(canvas, camera, { w: view.width / ratio, h: view.height / ratio }, ratio, colors, paper)
    this.composition = compose(canvas, view, this.tiles, this.overviews.surface, this.composition?.shown ?? new Set())
    for (const surface of this.composition.shown) surface.neededAt = now
  }

  /** Shows the rounds of which all is painted. */
  private land(): void {
    if (this.round?.complete) {
      this.round.apply()
      this.round = undefined
      this.outdated = true
    }
    if (this.overviewRound?.complete) {
      this.overviewRound.apply()
      this.overviewRound = undefined
      this.outdated = true
    }
  }

  /** Begins to repair what is on screen. Answers when it wants to be asked again, ms. */
  private repair(now: number, settled: boolean): number | undefined {
    const shown = new Set<Surface>()
    for (const surface of this.composition?.shown ?? []) {
      // What stands in for tiles that are being painted anyway goes with them.
      if (!settled || surface.place.scale === this.lastScale) shown.add(surface)
    }
    const { surface: overview } = this.overviews
    this.round?.keep((surface) => shown.has(surface))
    this.overviewRound?.keep((surface) => surface === overview)
    // What was dropped may have been the last thing that a round waited for: the next frame shows the others.
    if (this.round?.complete || this.overviewRound?.complete) this.options.redraw()
    if (this.round) return undefined
    const dirty = [...shown].filter(
      // What is being repaired already must not be repaired twice: what is painted on it would lie there twice.
      (surface) => surface.dirt.first !== undefined && !(surface === overview && this.overviewRound),
    )
    const waits = this.roundAt + ROUND_INTERVAL - now
    if (dirty.length > 0 && waits > 0) return waits
    this.flush()
    if (dirty.length > 0) {
      this.round = new RepairRound(dirty, () => ++this.lastId)
      this.roundAt = now
      return undefined
    }
    return this.repairOverview(now)
  }

  private repairOverview(now: number): number | undefined {
    const { surface } = this.overviews
    if (!surface || this.overviewRound || this.asked.size > 0 || surface.dirt.first === undefined) return undefined
    const waits = this.overviewAt + OVERVIEW_INTERVAL - now
    if (waits > 0) return waits
    this.overviewRound = new RepairRound([surface], () => ++this.lastId)
    this.overviewAt = now
    return undefined
  }

  /** Tells the raster what changed. Not while a round is being painted: all of it must be of one revision. */
  private flush(): void {
    if (this.sent === this.revision) return
    this.sent = this.revision
    if (this.hidden !== this.hiddenSent) {
      this.hiddenSent = this.hidden
      this.raster.hide([...this.hidden])
    }
    const ids = this.unsent
    this.unsent = new Set()
    this.fresh.clear()
    this.raster.change(ids, this.revision)
  }

  /** Decides which whole surfaces are to be painted, and asks for all that is. */
  private plan(view: View, settled: boolean, { ratio, now }: TileFrame): void {
    const before = this.asked
    this.asked = new Map()
    const ask = (surface: Surface, share?: number) => {
      const known = before.get(surface)
      if (!known) this.bringUpToDate(surface)
      this.asked.set(surface, known ?? patchOf(surface, ++this.lastId, share))
    }
    const { overviews } = this
    overviews.fit(this.scene.allBounds(), ratio)
    const [centre, ...others] = settled ? this.missingTiles(view, 0, now) : []
    const { size } = this.scene.document
    const sketches = overviews.next !== undefined && !overviews.surface && size >= SKETCH_FROM
    // Where the first tile holds much, too, it would keep the page blank for longer than the sketch does.
    const isCrowded = sketches && centre && this.scene.idsIn(boxOf(centre.place)).length > SKETCHED
    if (centre && !isCrowded) ask(centre)
    if (sketches && overviews.next) {
      overviews.sketch ??= new Surface(overviews.next.place)
      ask(overviews.sketch, Math.round(size / SKETCHED))
    }
    if (centre && isCrowded) ask(centre)
    for (const tile of others) ask(tile)
    if (overviews.next) ask(overviews.next)
    if (settled && this.hasRoomAround(view)) for (const tile of this.missingTiles(view, 1, now)) ask(tile)
    for (const surface of before.keys()) {
      if (!this.asked.has(surface) && !surface.painted && surface instanceof Tile) this.tiles.remove(surface)
    }
    this.send()
  }

  /** What is asked for now is painted from what the raster knows, be it old while a round is being painted. */
  private bringUpToDate(surface: Surface): void {
    if (!this.round) this.flush()
    if (this.sent !== this.revision) surface.dirt.add(surface.whole, this.revision)
  }

  /** Tiles of the view's scale that are to be painted; those without ink need not be. */
  private missingTiles(view: View, ring: number, now: number): readonly Tile[] {
    const { inked, empty } = missingTiles(this.tiles, (box) => this.scene.hasInk(box), { view, ring, now })
    for (const tile of empty) tile.replace(undefined, this.revision)
    if (empty.length > 0) {
      this.outdated = true
      this.options.redraw()
    }
    return inked
  }

  /** Tiles around the view must not drive each other out. */
  private hasRoomAround({ width, height }: View): boolean {
    const around = 2 * TILE_SIDE
    return (width + 2 * around) * (height + 2 * around) * PIXEL < this.budget
  }

  private send(): void {
    if (!this.ready) return
    const patches = [
      ...this.lifts.map(({ patch }) => patch),
      ...(this.round?.patches ?? []),
      ...this.asked.values(),
      ...(this.overviewRound?.patches ?? []),
    ]
    const wanted = patches.map(({ id }) => id).join(' ')
    if (wanted === this.wanted) return
    this.wanted = wanted
    this.raster.want(patches)
  }

  private becomeReady(): void {
    this.ready = true
    this.options.redraw()
  }

  private painted(id: number, picture: Picture, revision: Revision): void {
    this.options.redraw()
    const lift = this.lifts.find(({ patch }) => patch.id === id)
    if (lift) {
      this.lifts = this.lifts.filter((other) => other !== lift)
      lift.taken(picture, revision)
      return
    }
    if (this.round?.take(id, picture, revision) || this.overviewRound?.take(id, picture, revision)) return
    for (const [surface, patch] of this.asked) {
      if (patch.id !== id) continue
      this.asked.delete(surface)
      surface.replace(picture, revision)
      surface.sparse = patch.share !== undefined
      if (!(surface instanceof Tile)) this.overviews.arrived(surface)
      this.outdated = true
      return
    }
    release(picture)
  }

  private lookDifferent(ids: readonly ElementId[] | 'all'): void {
    if (ids === 'all') {
      this.repaint()
      return
    }
    this.latest++
    this.stain(
      ids.flatMap((id) => this.scene.around(id) ?? []),
      this.revision,
    )
    this.options.redraw()
  }

  private stain(boxes: readonly Box[], revision: Revision, added?: ElementId): void {
    const union = boxes.length > MAX_BOXES ? boxUnion(boxes) : undefined
    const around = union ? [union] : boxes
    for (const surface of this.surfaces()) {
      for (const box of around) {
        const rect = surface.rectOf(box)
        if (rect) surface.dirt.add(rect, revision, added)
      }
    }
  }

  /** All that is kept, or is being painted. */
  private *surfaces(): Iterable<Surface> {
    yield* this.tiles.all()
    yield* this.overviews.surfaces()
  }
}

function patchOf({ place }: Surface, id: number, share: number | undefined): Patch {
  const { scale, x, y, w, h } = place
  return { id, scale, left: x, top: y, w, h, ...(share === undefined ? {} : { share }) }
}
