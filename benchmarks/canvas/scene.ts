// The scene that every page shows: seeded, the same for all, and every element within a cell of its own.

/** A part of the world as a camera shows it: (x, y) lies at the viewport's top left corner, `zoom` is css px per world px. */
export interface SceneCamera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

interface Place {
  /** Its number in the scene. */
  readonly index: number
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Of COLORS. */
  readonly color: number
}

/** x and y are px from the element's (x, y), pressure is 0…1. */
export type ScenePoint = readonly [x: number, y: number, pressure: number]

export type SceneElement = Place &
  (
    | { readonly kind: 'stroke'; readonly points: readonly ScenePoint[] }
    | { readonly kind: 'rectangle' | 'ellipse'; readonly filled: boolean }
    | { readonly kind: 'arrow' | 'line' }
    | { readonly kind: 'text'; readonly text: string }
  )

/** How many colours a scene has. */
export const SCENE_COLORS = 6

const CELL = { w: 120, h: 100 }
export const VIEWPORT = { w: 1280, h: 800 }
const SEED = 42
const POINTS = 40
const TURN = 6.28
const WORDS = ['idea', 'todo', 'plan', 'user', 'data', 'ship', 'why?', 'note', 'risk', 'test']

/** How many cells lie beside and above each other, and the world px that they take. */
export function grid(count: number): { columns: number; rows: number; w: number; h: number } {
  const shape = (count * CELL.w * VIEWPORT.h) / (CELL.h * VIEWPORT.w)
  const rows = Math.max(1, Math.round(Math.sqrt(shape)))
  const columns = Math.ceil(count / rows)
  return { columns, rows, w: columns * CELL.w, h: rows * CELL.h }
}

/** `count` elements: 60 % strokes of 40 points, 10 % each rectangles, ellipses and texts, 5 % each arrows and lines. */
export function makeScene(count: number): readonly SceneElement[] {
  const random = mulberry32(SEED)
  const { columns } = grid(count)
  return Array.from({ length: count }, (_, index) => elementAt(index, columns, random))
}

function elementAt(index: number, columns: number, random: () => number): SceneElement {
  const draw = random()
  const [w, h] = [40 + random() * 40, 30 + random() * 30]
  const x = (index % columns) * CELL.w + 5 + random() * (CELL.w - 10 - w)
  const y = Math.floor(index / columns) * CELL.h + 5 + random() * (CELL.h - 10 - h)
  const place: Place = { index, x, y, w, h, color: Math.floor(random() * SCENE_COLORS) }
  if (draw < 0.6) return { ...place, kind: 'stroke', points: handwriting(w, h, random) }
  if (draw < 0.7) return { ...place, kind: 'rectangle', filled: random() < 0.5 }
  if (draw < 0.8) return { ...place, kind: 'ellipse', filled: random() < 0.5 }
  if (draw < 0.85) return { ...place, kind: 'arrow' }
  if (draw < 0.9) return { ...place, kind: 'line' }
  const word = WORDS[Math.floor(random() * WORDS.length)] ?? ''
  return { ...place, kind: 'text', text: `${word} ${Math.floor(random() * 90 + 10)}` }
}

/** Loops from left to right, as a pen makes them. */
function handwriting(w: number, h: number, random: () => number): readonly ScenePoint[] {
  const [loops, phase] = [3 + random() * 3, random() * TURN]
  return Array.from({ length: POINTS }, (_, k): ScenePoint => {
    const t = k / (POINTS - 1)
    const angle = phase + t * loops * TURN
    const x = w * (0.1 + 0.8 * t) + w * 0.1 * Math.cos(angle)
    const y = h * 0.5 + h * 0.48 * Math.sin(angle) * (0.6 + 0.4 * Math.sin(t * 9 + phase))
    const pressure = 0.3 + 0.5 * (0.5 + 0.5 * Math.sin(t * 12 + phase))
    return [Math.round(x * 10) / 10, Math.round(y * 10) / 10, Math.round(pressure * 100) / 100]
  })
}

/** The whole scene in view. */
export function cameraOnAll(count: number): SceneCamera {
  return cameraOnShare(count, 1)
}

/** So much of the scene in view, from its middle: 0.1 is a tenth of the elements. */
export function cameraOnShare(count: number, share: number): SceneCamera {
  const { w, h } = grid(count)
  const side = Math.sqrt(share)
  return cameraAt(count, Math.min(VIEWPORT.w / (w * side), VIEWPORT.h / (h * side)))
}

/** The middle of the scene at a zoom. */
export function cameraAt(count: number, zoom: number): SceneCamera {
  const { w, h } = grid(count)
  return { x: w / 2 - VIEWPORT.w / zoom / 2, y: h / 2 - VIEWPORT.h / zoom / 2, zoom }
}

/** The numbers of `wanted` elements that lie in a block around the middle. */
export function centreBlock(count: number, wanted: number): readonly number[] {
  if (wanted >= count) return Array.from({ length: count }, (_, index) => index)
  const { columns, rows } = grid(count)
  const across = Math.max(1, Math.round(columns * Math.sqrt(wanted / count)))
  const down = Math.ceil(wanted / across)
  const [left, top] = [(columns - across) >> 1, (rows - down) >> 1]
  const cells = Array.from({ length: across * down }, (_, k) => ({ row: top + Math.floor(k / across), k }))
  return cells
    .map(({ row, k }) => row * columns + left + (k % across))
    .filter((index) => index < count)
    .slice(0, wanted)
}

/** The filled rectangle nearest to the middle: where a drag can take hold. */
export function grabbed(scene: readonly SceneElement[]): SceneElement {
  const { w, h } = grid(scene.length)
  const distance = (element: SceneElement) =>
    Math.hypot(element.x + element.w / 2 - w / 2, element.y + element.h / 2 - h / 2)
  const filled = scene.filter((element) => element.kind === 'rectangle' && element.filled)
  const [first, ...others] = filled
  if (!first) throw new Error('the scene has no filled rectangle to drag')
  return others.reduce((nearest, element) => (distance(element) < distance(nearest) ? element : nearest), first)
}

/** Numbers in [0, 1), the same for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
