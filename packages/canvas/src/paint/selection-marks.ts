import { cornersOf, type ElementId, type GeometryContext, isLine, type Placement } from '@inkwire/board'
import { toScreen } from '../camera.ts'
import type { Desk } from '../desk.ts'
import type { Scene } from '../scene/scene.ts'
import { handlesOf } from '../selection/handles.ts'
import { inkBox, inkBoxes, MAX_OUTLINES, type Shift, wholeBox } from '../selection/selection-box.ts'
import { markHandles, markMarquee, markName, markOutline, markPlacement } from './marks.ts'

type Canvas2D = CanvasRenderingContext2D

/** Of the group that was gone into, and of what is only a part of a selection, css px. */
const THIN = 1
/** How strong the outline of what is locked is. */
const LOCKED = 0.5

/** What my gestures and others' make of the document now, for marks. */
export interface Marked {
  readonly context: GeometryContext
  readonly shift: Shift
  /** Nothing looks different, it only moves. */
  readonly isAtRest: boolean
}

/** Marks what others selected, in their colours, and what I did, with its handles. */
export function markSelections(canvas: Canvas2D, desk: Desk, marked: Marked): void {
  const { camera, colors, tool, scene } = desk
  for (const { selection, person } of desk.board.peers()) {
    const whole = markSelection(canvas, desk, selection, marked, person.color)
    const first = whole && toScreen(camera, { x: whole.x, y: whole.y })
    if (first) markName(canvas, { x: first.x - 4, y: first.y - 25 }, person.name, person.color)
  }
  if (!desk.typing) markMine(canvas, desk, marked)
  const target = tool.target && scene.get(tool.target)
  const placement = target && marked.context.placementOf(target)
  const outline = target && (marked.context.outlineOf(target) ?? (placement && cornersOf(placement)))
  if (outline) markOutline(canvas, camera, outline, colors.accent)
  if (tool.marquee) markMarquee(canvas, camera, tool.marquee, colors.accent)
}

function markMine(canvas: Canvas2D, desk: Desk, marked: Marked): void {
  const { camera, colors, tool, scene, entered, selection } = desk
  const around = entered === null ? undefined : inkBox(scene, entered, marked.context, marked.shift)
  if (around) markPlacement(canvas, camera, around, colors.muted, THIN)
  const locked = inkBoxes(scene, selection).isLocked && selection.every((id) => scene.isLockedId(id))
  canvas.save()
  if (locked) canvas.globalAlpha = LOCKED
  if (tool.selectionBox) markPlacement(canvas, camera, tool.selectionBox, colors.accent)
  // A line alone is marked by the handles at its ends.
  else if (!isSingleLine(desk) || locked) markSelection(canvas, desk, selection, marked, colors.accent)
  canvas.restore()
  if (desk.canEdit && desk.toolId === 'select' && !tool.dragging) {
    markHandles(canvas, handlesOf(scene, selection, camera), colors)
  }
}

function isSingleLine({ selection, scene }: Desk): boolean {
  const [only] = selection
  const element = selection.length === 1 && only !== undefined ? scene.get(only) : undefined
  return element !== undefined && isLine(element)
}

/** Marks each element of a selection, and all together. Answers with the whole. */
function markSelection(
  canvas: Canvas2D,
  { scene, camera }: Desk,
  ids: readonly ElementId[],
  marked: Marked,
  color: string,
): Placement | undefined {
  const { boxes, whole } = boxesNow(scene, ids, marked)
  if (!whole) return undefined
  if (boxes.length > 1 && boxes.length <= MAX_OUTLINES) {
    for (const box of boxes) markPlacement(canvas, camera, box, color, THIN)
  }
  markPlacement(canvas, camera, whole, color)
  return whole
}

function boxesNow(
  scene: Scene,
  ids: readonly ElementId[],
  { context, shift, isAtRest }: Marked,
): { readonly boxes: readonly Placement[]; readonly whole: Placement | undefined } {
  const [first] = ids
  const rest = inkBoxes(scene, ids)
  // What is dragged out of a frame is seen whole.
  if ((!isAtRest || (shift && rest.isClipped)) && ids.length <= MAX_OUTLINES) {
    const boxes = ids.flatMap((id) => inkBox(scene, id, context, shift) ?? [])
    return { boxes, whole: wholeBox(boxes) }
  }
  if (!shift || first === undefined || !shift.ids.includes(first)) return rest
  const moved = (box: Placement) => ({ ...box, x: box.x + shift.dx, y: box.y + shift.dy })
  return { boxes: rest.boxes.map(moved), whole: rest.whole && moved(rest.whole) }
}
