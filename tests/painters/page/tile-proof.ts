import type { Element, ElementId } from '@inkwire/board'
import { PageRaster, type RasterListener, THEMES, TileLayer } from '@inkwire/canvas/testing'
import fc from 'fast-check'
import { anyElement, elementIds } from './elements.ts'
import { type Outcome, type Trial, tried } from './outcome.ts'
import { dataOf, differenceOf } from './pixels.ts'
import { Sheet } from './sheet.ts'

/** Device px of the screen: four tiles meet on it. */
const WIDTH = 700
const HEIGHT = 600
/** Longer than the layer waits for anything, ms. */
const LONG = 1_000
/** Turns of the event loop after which a screen that still lacks something never gets it. */
const MOST_TURNS = 400
/** So many of them are told when that happens. */
const LAST_TURNS = 4

/**
 * What a channel of a pixel may differ by besides smooth edges: colours are rounded once more where a new element is painted by itself and
 * laid on the tile.
 */
const ROUNDED = 20
/**
 * Edges differ more. Skia cuts them where they leave the canvas, a patch's elsewhere than a whole tile's, and moves the ends to the nearest
 * quarter of a px: a nearly level edge then covers its pixels by up to a quarter more or less, and two edges can meet in a pixel.
 */
const CUT = 128
/** Pixels in which that makes a difference: of the ends of a few thin shapes. Ink that is missing, left over or painted twice takes more. */
const MOST_CUT = 40
const TOLERATED = [
  { slack: ROUNDED, most: MOST_CUT },
  { slack: CUT, most: 0 },
]

type Step =
  | { readonly kind: 'put'; readonly element: Element }
  | { readonly kind: 'remove'; readonly id: ElementId }
  | { readonly kind: 'hide'; readonly ids: readonly ElementId[] }
  /** Frames that follow each other, and turns of the event loop between them, in which the raster may paint. */
  | { readonly kind: 'frames'; readonly count: number; readonly turns: number }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }

const anyId = fc.constantFrom(...elementIds)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: anyElement.map((element): Step => ({ kind: 'put', element })) },
  { weight: 2, arbitrary: anyId.map((id): Step => ({ kind: 'remove', id })) },
  { weight: 2, arbitrary: fc.subarray([...elementIds], { maxLength: 3 }).map((ids): Step => ({ kind: 'hide', ids })) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('frames' as const),
      count: fc.integer({ min: 1, max: 3 }),
      turns: fc.nat(3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('pan' as const),
      dx: fc.integer({ min: -300, max: 300 }),
      dy: fc.integer({ min: -300, max: 300 }),
    }),
  },
)
const zoom = fc.constantFrom(1, 0.41, 1.7)

/** Tiles that were repaired bit by bit, whatever was changed meanwhile, show what tiles show that are painted whole. */
export function patchesEqualWhole(trial: Trial): Promise<Outcome> {
  return tried(
    fc.asyncProperty(
      fc.array(anyElement, { maxLength: 6 }),
      zoom,
      fc.array(step, { maxLength: 14 }),
      async (elements, zoom, steps) => {
        const screen = new Screen(elements, zoom)
        await screen.settled()
        for (const one of steps) await screen.do(one)
        await screen.settled()
        const whole = new Screen(screen.sheet.elements(), zoom, screen)
        await whole.settled()
        const [patched, painted] = [screen.pixels(), whole.pixels()]
        screen.close()
        whole.close()
        for (const { slack, most } of TOLERATED) {
          const { count, at } = differenceOf(patched, painted, slack)
          if (count > most)
            throw new Error(`${count} pixels differ by more than ${slack}, the first at ${at.join(', ')}`)
        }
      },
    ),
    trial,
  )
}

/** The tiles of a document on a screen of their own, with a clock that the proof turns. */
class Screen {
  readonly sheet: Sheet
  private readonly layer: TileLayer
  private readonly camera: { x: number; y: number; readonly zoom: number }
  private hidden: ReadonlySet<ElementId> = new Set()
  private now = 0

  constructor(elements: Iterable<Element>, zoom: number, like?: Screen) {
    this.sheet = new Sheet()
    for (const element of elements) this.sheet.put(this.mayHold(element))
    this.sheet.scene.rebuild()
    const { scene } = this.sheet
    this.camera = like ? { ...like.camera } : { x: -20, y: -30, zoom }
    const raster = (listener: RasterListener) => new PageRaster(scene, listener)
    this.layer = new TileLayer({
      scene,
      raster,
      ownRaster: raster,
      redraw: () => {},
      touch: false,
    })
    if (like) this.hide(like.hidden)
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'put':
        this.sheet.put(this.mayHold(step.element))
        this.changed(step.element.id)
        return
      case 'remove':
        if (!this.sheet.get(step.id)) return
        this.sheet.remove(step.id)
        this.changed(step.id)
        return
      case 'hide':
        this.hide(new Set(step.ids))
        return
      case 'pan':
        this.camera.x += step.dx
        this.camera.y += step.dy
        return
      case 'frames':
        for (let i = 0; i < step.count; i++) {
          this.frame(16)
          for (let turn = 0; turn < step.turns; turn++) await nextTurn()
        }
    }
  }

  /** Goes on until everything shows the last revision exactly. */
  async settled(): Promise<void> {
    const seen: string[] = []
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const wait = this.frame(LONG)
      const { blank, stale } = this.layer.coverage()
      if (wait === undefined && blank === 0 && stale === 0 && this.layer.reached(this.layer.revision)) return
      seen.push(`${wait} ms, ${blank} blank, ${stale} stale`)
      await nextTurn()
    }
    throw new Error(`never comes to rest: ${seen.slice(-LAST_TURNS).join('; ')}`)
  }

  pixels(): ImageData {
    return dataOf(this.layer.canvas)
  }

  close(): void {
    this.layer.close()
  }

  private frame(later: number): number | undefined {
    this.now += later
    return this.layer.frame({
      camera: this.camera,
      width: WIDTH,
      height: HEIGHT,
      ratio: 1,
      colors: THEMES.light,
      paper: 'plain',
      now: this.now,
    })
  }

  private hide(ids: ReadonlySet<ElementId>): void {
    this.hidden = ids
    this.layer.hide(ids)
  }

  private changed(id: ElementId): void {
    const dirty = this.sheet.scene.update([id])
    this.layer.changed(new Set([id]), dirty)
  }

  /** The fold lets no element be its own ancestor: nothing that looks for ancestors would ever come to an end. */
  private mayHold(element: Element): Element {
    for (let id = element.parent; id; id = this.sheet.get(id)?.parent) {
      if (id !== element.id) continue
      const { parent: _, ...free } = element
      return free as Element
    }
    return element
  }
}

/** A channel for each turn: a trial that was given up may still wait for one when the next begins. */
const nextTurn = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
