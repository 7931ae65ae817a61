import { type Point, TRAIL_TIME, type TrailPoint } from '@inkwire/board'
import { type Camera, toScreen } from '../camera.ts'
import type { Desk } from '../desk.ts'
import type { Guide } from '../snapping/guide.ts'

type Canvas2D = CanvasRenderingContext2D

/** Of a laser, css px: as wide as a marker where it is now, and ever thinner behind. */
const TRAIL_WIDTH = 5
/** How strong the inside of a lasso is. */
const LASSO_OPACITY = 0.08
const LASSO_DASH = [5, 4]
/** What crosses a line that measures a gap, at its ends and twice in its middle: an outline may hide the ends. css px to each side. */
const TICK = 4
const TICKS_APART = 4

/** Marks what hands show besides a selection: a lasso, what something sticks to, where lasers point. In css px. */
export function markHands(canvas: Canvas2D, desk: Desk, now: number): void {
  const { camera, colors, tool, board } = desk
  if (tool.lasso) markLasso(canvas, camera, tool.lasso, colors.accent)
  for (const guide of tool.guides ?? []) markGuide(canvas, camera, guide, colors.accent)
  for (const { trail, person } of board.peers()) markTrail(canvas, camera, trail, person.color, now)
  markTrail(canvas, camera, tool.trail ?? [], board.person?.color ?? colors.accent, now)
}

/** How long lasers' trails can wait for their next frame, ms; undefined when all have faded. */
export function trailWait({ board, tool }: Desk, now: number): number | undefined {
  const seen = (points: readonly TrailPoint[]) => points.some(({ at }) => now - at < TRAIL_TIME)
  return seen(tool.trail ?? []) || board.peers().some(({ trail }) => seen(trail)) ? 0 : undefined
}

function markTrail(canvas: Canvas2D, camera: Camera, points: readonly TrailPoint[], color: string, now: number): void {
  canvas.save()
  canvas.setLineDash([])
  canvas.strokeStyle = color
  canvas.lineCap = 'round'
  for (const [i, point] of points.entries()) {
    const strength = Math.min(1, 1 - (now - point.at) / TRAIL_TIME)
    if (strength <= 0) continue
    const before = points[i - 1]
    const from = toScreen(camera, before?.trail === point.trail ? before : point)
    const to = toScreen(camera, point)
    canvas.globalAlpha = strength
    canvas.lineWidth = TRAIL_WIDTH * strength
    canvas.beginPath()
    canvas.moveTo(from.x, from.y)
    canvas.lineTo(to.x, to.y)
    canvas.stroke()
  }
  canvas.restore()
}

function markLasso(canvas: Canvas2D, camera: Camera, points: readonly Point[], color: string): void {
  canvas.save()
  canvas.beginPath()
  for (const point of points) {
    const { x, y } = toScreen(camera, point)
    canvas.lineTo(x, y)
  }
  canvas.closePath()
  canvas.fillStyle = color
  canvas.globalAlpha = LASSO_OPACITY
  canvas.fill()
  canvas.globalAlpha = 1
  canvas.setLineDash(LASSO_DASH)
  canvas.lineWidth = 1
  canvas.strokeStyle = color
  canvas.stroke()
  canvas.restore()
}

function markGuide(canvas: Canvas2D, camera: Camera, { axis, at, from, to, isGap }: Guide, color: string): void {
  const [start, end] = axis === 'x' ? [{ x: at, y: from }, { x: at, y: to }] : [{ x: from, y: at }, { x: to, y: at }] // biome-ignore format: one row
  // On whole px a line of 1 px is as sharp as it can be.
  const [a, b] = [toScreen(camera, start), toScreen(camera, end)].map(({ x, y }) => ({ x: Math.round(x) + 0.5, y: Math.round(y) + 0.5 })) // biome-ignore format: one row
  if (!a || !b) return
  canvas.setLineDash([])
  canvas.lineWidth = 1
  canvas.strokeStyle = color
  canvas.beginPath()
  canvas.moveTo(a.x, a.y)
  canvas.lineTo(b.x, b.y)
  const [acrossX, acrossY] = axis === 'x' ? [TICK, 0] : [0, TICK]
  for (const { x, y } of isGap ? ticksOf(a, b) : []) {
    canvas.moveTo(x - acrossX, y - acrossY)
    canvas.lineTo(x + acrossX, y + acrossY)
  }
  canvas.stroke()
}

function ticksOf(a: Point, b: Point): Point[] {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const [x, y] = length === 0 ? [0, 0] : [(b.x - a.x) / length, (b.y - a.y) / length]
  const before = Math.floor((length - TICKS_APART) / 2)
  return [0, before, before + TICKS_APART, length].map((way) => ({ x: a.x + way * x, y: a.y + way * y }))
}
