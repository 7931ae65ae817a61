import { type Box, cornersOf, type Placement, type Point } from '@inkwire/board'
import { type Camera, toScreen } from '../camera.ts'
import { HANDLE_SIDE, type Handle, isBetween, isLineHandle, OUTLINE_GAP } from '../selection/handles.ts'
import { grown } from '../selection/selection-box.ts'

type Canvas2D = CanvasRenderingContext2D

/** Line of selections, css px. */
const OUTLINE = 1.5
/** A handle that isn't a point of the line yet is only hinted at. */
const BETWEEN_OPACITY = 0.7
/** How strong a marquee's inside is. */
const MARQUEE_OPACITY = 0.08
const LABEL_FONT = "500 11px 'Inter Variable', Inter, system-ui, sans-serif"
/** An arrow of 16 px, its tip at (0, 0). */
const CURSOR: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 15],
  [4.2, 11.4],
  [6.9, 16],
  [9.3, 14.7],
  [6.7, 10.2],
  [12, 9.6],
]

// Marks are drawn in css px on the screen, whatever the zoom.

/** An outline around a box of the world, turned with it; `width` css px wide. */
export function markPlacement(
  canvas: Canvas2D,
  camera: Camera,
  placement: Placement,
  color: string,
  width = OUTLINE,
): void {
  const corners = cornersOf(grown(placement, OUTLINE_GAP / camera.zoom))
  polygon(
    canvas,
    corners.map((corner) => toScreen(camera, corner)),
  )
  canvas.lineWidth = width
  canvas.strokeStyle = color
  canvas.stroke()
}

/** The handles of a selection: squares for the box, circles for turning and for the ends of lines. */
export function markHandles(
  canvas: Canvas2D,
  handles: readonly Handle[],
  { panel, accent }: { readonly panel: string; readonly accent: string },
): void {
  canvas.setLineDash([])
  canvas.lineWidth = OUTLINE
  canvas.fillStyle = panel
  canvas.strokeStyle = accent
  for (const { id, at, direction } of handles) {
    canvas.save()
    canvas.translate(at.x, at.y)
    canvas.beginPath()
    if (id === 'rotate' || isLineHandle(id))
      canvas.arc(0, 0, isBetween(id) ? HANDLE_SIDE / 2 - 1 : HANDLE_SIDE / 2 + 0.5, 0, 2 * Math.PI)
    else {
      // A square looks the same after a quarter turn; the corners pull along diagonals.
      canvas.rotate(id.length === 2 ? direction - Math.PI / 4 : direction)
      canvas.rect(-HANDLE_SIDE / 2, -HANDLE_SIDE / 2, HANDLE_SIDE, HANDLE_SIDE)
    }
    canvas.globalAlpha = isBetween(id) ? BETWEEN_OPACITY : 1
    canvas.fill()
    canvas.stroke()
    canvas.restore()
  }
}

/** A line right along an outline of the world. */
export function markOutline(canvas: Canvas2D, camera: Camera, outline: readonly Point[], color: string): void {
  polygon(
    canvas,
    outline.map((point) => toScreen(camera, point)),
  )
  canvas.lineWidth = 2 * OUTLINE
  canvas.strokeStyle = color
  canvas.stroke()
}

export function markMarquee(canvas: Canvas2D, camera: Camera, box: Box, color: string): void {
  const { x, y } = toScreen(camera, { x: box.minX, y: box.minY })
  const [w, h] = [(box.maxX - box.minX) * camera.zoom, (box.maxY - box.minY) * camera.zoom]
  canvas.save()
  canvas.globalAlpha = MARQUEE_OPACITY
  canvas.fillStyle = color
  canvas.fillRect(x, y, w, h)
  canvas.restore()
  canvas.lineWidth = 1
  canvas.strokeStyle = color
  canvas.strokeRect(x, y, w, h)
}

/** Somebody's cursor with a pill that says the name; (x, y) is its tip. */
export function markCursor(
  canvas: Canvas2D,
  { x, y, opacity }: Point & { readonly opacity: number },
  name: string,
  color: string,
): void {
  canvas.save()
  canvas.globalAlpha = opacity
  polygon(
    canvas,
    CURSOR.map(([dx, dy]) => ({ x: x + dx, y: y + dy })),
  )
  canvas.lineJoin = 'round'
  canvas.lineWidth = 2
  canvas.strokeStyle = '#FFFFFF'
  canvas.stroke()
  canvas.fillStyle = color
  canvas.fill()
  markName(canvas, { x: x + 12, y: y + 16 }, name, color)
  canvas.restore()
}

/** A pill with a name; its top left corner at a point. */
export function markName(canvas: Canvas2D, { x, y }: Point, name: string, color: string): void {
  if (name === '') return
  canvas.font = LABEL_FONT
  canvas.textAlign = 'left'
  canvas.textBaseline = 'middle'
  const width = canvas.measureText(name).width + 12
  canvas.fillStyle = color
  canvas.beginPath()
  canvas.roundRect(x, y, width, 18, 9)
  canvas.fill()
  canvas.fillStyle = isBright(color) ? '#1F1E1C' : '#FFFFFF'
  canvas.fillText(name, x + 6, y + 9.5)
}

/** Whether dark text reads better on it. */
function isBright(color: string): boolean {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  return 0.299 * (r ?? 0) + 0.587 * (g ?? 0) + 0.114 * (b ?? 0) > 160
}

function polygon(canvas: Canvas2D, points: readonly Point[]): void {
  canvas.setLineDash([])
  canvas.beginPath()
  for (const { x, y } of points) canvas.lineTo(x, y)
  canvas.closePath()
}
