import { type Element, packPoints } from '@inkwire/board'
import { MAX_STROKE_SCALE, paintSmall, THEMES } from '@inkwire/canvas/testing'
import { elementId } from './elements.ts'
import { painter } from './painting.ts'
import { dataOf } from './pixels.ts'
import { Sheet } from './sheet.ts'

/** Device px of a side of what is painted. */
const SIDE = 200

/** What one element looks like, painted in the simple way and whole. */
export interface SmallLook {
  readonly scale: number
  /** Ink in all, in px that are covered whole. */
  readonly simple: number
  readonly whole: number
  /** The most that the mean ink of 3 × 3 px differs by, 0…1. */
  readonly worst: number
}

/** Handwriting and words at scales at which they are painted in a simpler way. */
export function smallLooks(type: 'stroke' | 'text'): SmallLook[] {
  const scales = type === 'stroke' ? [0.02, 0.05, 0.1, 0.2, MAX_STROKE_SCALE] : [0.03, 0.04, 0.06, 0.08, 0.095]
  return scales.map((scale) => {
    const sheet = new Sheet(type === 'stroke' ? scribbles(scale) : words(scale))
    const simple = painted(sheet, scale, true)
    const whole = painted(sheet, scale, false)
    return { scale, simple: ink(simple), whole: ink(whole), worst: worst(simple, whole) }
  })
}

function painted({ scene }: Sheet, scale: number, simply: boolean): ImageData {
  const surface = new OffscreenCanvas(SIDE, SIDE)
  const canvas = surface.getContext('2d')
  if (!canvas) throw new Error('there is no canvas to paint on')
  const context = { ...scene.context, palette: THEMES.light }
  for (const element of scene.document.elements()) {
    const done = simply && paintSmall(canvas, element, { scale, left: 0, top: 0 }, context)
    if (simply && !done) throw new Error(`${element.type} at ${scale} is not painted simply`)
    const matrix = { a: scale, b: 0, c: 0, d: scale, e: 0, f: 0 }
    if (!simply) painter.paint(canvas, element, context, THEMES.light, matrix)
  }
  return dataOf(surface)
}

function scribbles(scale: number): Element[] {
  const cell = 100
  const perRow = Math.min(12, Math.floor(SIDE / scale / cell))
  return Array.from({ length: perRow * perRow }, (_, i) => {
    const points = Array.from({ length: 40 }, (_, k) => ({
      x: 8 + 2 * k + 8 * Math.cos(i + k / 3),
      y: 40 + 25 * Math.sin(i + k / (2 + (i % 5))),
      pressure: 0.2 + 0.6 * Math.abs(Math.sin(k / 7)),
    }))
    const place = { x: (i % perRow) * cell, y: Math.floor(i / perRow) * cell }
    const props = { type: 'stroke', order: 'a1', width: 2, points: packPoints(points, 1) }
    return { id: elementId(`s${i}`), ...props, ...place }
  })
}

function words(scale: number): Element[] {
  const lines = Math.min(30, Math.floor(SIDE / scale / 40))
  return Array.from({ length: lines }, (_, i) => ({
    id: elementId(`t${i}`),
    type: 'text',
    order: 'a1',
    x: 20,
    y: 20 + i * 40,
    text: 'Words that nobody can read from so far away',
  }))
}

function ink({ data }: ImageData): number {
  let sum = 0
  for (let i = 3; i < data.length; i += 4) sum += (data[i] ?? 0) / 255
  return sum
}

function worst(a: ImageData, b: ImageData): number {
  let most = 0
  for (let y = 1; y + 1 < SIDE; y++) {
    for (let x = 1; x + 1 < SIDE; x++) most = Math.max(most, Math.abs(mean(a, x, y) - mean(b, x, y)))
  }
  return most
}

function mean({ data }: ImageData, x: number, y: number): number {
  let sum = 0
  for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += data[4 * ((y + dy) * SIDE + x + dx) + 3] ?? 0
  return sum / 9 / 255
}
