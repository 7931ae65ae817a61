import { cornersOf, type Element, isLine, numberOf, type Point, SKETCH_REACH } from '@inkwire/board'
import { type Canvas2D, paintPatch, THEMES } from '@inkwire/canvas/testing'
import fc from 'fast-check'
import { anyLoneElement, anyPoint } from './elements.ts'
import { type Outcome, type Trial, tried } from './outcome.ts'
import { painter } from './painting.ts'
import { alphaAt, dataOf } from './pixels.ts'
import { Sheet } from './sheet.ts'
import { SolidCanvas } from './solid-canvas.ts'

/** Screen px of the paper on which elements are painted, and how far the world's origin lies inside. */
const SIDE = 640
const ORIGIN = 120
/** How near a mouse has to be, screen px. */
const TOLERANCE = 6
/** Ink may reach so much further or less far than geometry says, screen px: smoothed edges, letters that leave their line. */
const SLACK = 2
/** Opacity from which on a pixel is ink: the faintest element has 0.3 of 255, edges less. */
const INK = 40

/** Between a line and its label, world px. */
const LABEL_GAP = 4
/** Types that are caught anywhere in their box. */
const BOXES = new Set(['text', 'of-a-newer-version'])

interface Papers {
  /** As it is painted. */
  readonly painted: ImageData
  /** Without gaps: dashes joined, hatching filled, texts as boxes. Whoever hits a gap hits the element. */
  readonly solid: ImageData
}

const canvas = document.createElement('canvas')
canvas.width = SIDE
canvas.height = SIDE
const solid = new SolidCanvas(SIDE)

/** What is painted can be hit, and what lies far from all ink can't. */
export function hitsAgreeWithPixels(trial: Trial): Promise<Outcome> {
  const zoom = fc.constantFrom(0.5, 1, 1.3)
  return tried(
    fc.property(anyLoneElement, zoom, fc.array(anyPoint, { minLength: 20, maxLength: 20 }), (element, zoom, points) => {
      const sheet = new Sheet([element])
      const papers = papersOf(sheet, element, zoom)
      for (const point of points) {
        check(sheet, papers, zoom, point)
        // Ink and its edges take little of the paper: as many points near them as elsewhere.
        const near = nearestInk(papers.solid, screenOf(point, zoom))
        if (!near) continue
        for (const away of [0, TOLERANCE - SLACK, TOLERANCE + SLACK + 2]) {
          check(sheet, papers, zoom, worldOf({ x: near.x + away, y: near.y }, zoom))
          check(sheet, papers, zoom, worldOf({ x: near.x, y: near.y - away }, zoom))
        }
      }
    }),
    trial,
  )
}

const screenOf = ({ x, y }: Point, zoom: number): Point => ({
  x: Math.floor(x * zoom) + ORIGIN,
  y: Math.floor(y * zoom) + ORIGIN,
})
/** The middle of a pixel. */
const worldOf = ({ x, y }: Point, zoom: number): Point => ({
  x: (x + 0.5 - ORIGIN) / zoom,
  y: (y + 0.5 - ORIGIN) / zoom,
})

function check(sheet: Sheet, { painted, solid }: Papers, zoom: number, point: Point): void {
  const { x, y } = screenOf(point, zoom)
  const reach = TOLERANCE + SLACK
  if (x < reach || y < reach || x >= SIDE - reach || y >= SIDE - reach) return
  const hit = sheet.scene.at(worldOf({ x, y }, zoom), TOLERANCE / zoom) !== undefined
  if (!hit && alphaAt(painted, x, y) >= INK) throw new Error(`the ink at ${x}, ${y} can't be hit`)
  if (hit && !hasInkAround(solid, x, y, reach)) throw new Error(`${x}, ${y} is hit, far from all ink`)
}

function hasInkAround(paper: ImageData, x: number, y: number, reach: number): boolean {
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      if (Math.hypot(dx, dy) <= reach + 1 && alphaAt(paper, x + dx, y + dy) > 0) return true
    }
  }
  return false
}

/** The first ink along a row of pixels. */
function nearestInk(paper: ImageData, { x: from, y }: Point): Point | undefined {
  if (y < 0 || y >= SIDE) return undefined
  for (let i = 0; i < SIDE; i++) {
    const x = (from + i) % SIDE
    if (alphaAt(paper, x, y) >= INK) return { x, y }
  }
  return undefined
}

function papersOf(sheet: Sheet, element: Element, zoom: number): Papers {
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('there is no canvas to paint on')
  context.reset()
  paint(context, sheet, zoom)
  solid.clear()
  const { label, ...unlabelled } = withoutGaps(element)
  // A line goes on below its label.
  if (label !== undefined) paint(solid.context, new Sheet([unlabelled as Element]), zoom)
  paint(solid.context, new Sheet([withoutGaps(element)]), zoom)
  // The gap that a line leaves for its label is a little wider.
  solid.fillTexts(isLine(element) ? LABEL_GAP * zoom : 0)
  // All of the width that somebody gave a text is the text's; and of what a newer version made, nobody knows where its ink would be.
  const place = BOXES.has(element.type) ? sheet.scene.context.placementOf(element) : undefined
  if (place) solid.fillPolygon(cornersOf(place).map((corner) => screenOf(corner, zoom)))
  return { painted: dataOf(canvas), solid: dataOf(solid.canvas) }
}

/** Filled where it is hatched, opaque, and where a hand may stray from an outline as wide as it may. */
function withoutGaps(element: Element): Element {
  const { opacity: _, ...opaque } = element
  const filled = element.fill === undefined ? {} : { fillStyle: 'solid' }
  const strayed =
    element.sketchy === true ? { sketchy: false, width: numberOf(element, 'width', 2) + 2 * SKETCH_REACH } : {}
  return { ...opaque, ...filled, ...strayed } as Element
}

function paint(context: Canvas2D, { scene }: Sheet, zoom: number): void {
  const patch = { id: 1, scale: zoom, left: -ORIGIN, top: -ORIGIN, w: SIDE, h: SIDE }
  for (const _ of paintPatch(context, patch, { scene, painter, colors: THEMES.light, hidden: NOTHING }));
}

const NOTHING: ReadonlySet<never> = new Set()
