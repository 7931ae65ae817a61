import {
  type BoardSession,
  type Box,
  DEFAULT_PRESSURE,
  type Element,
  type ElementId,
  type GestureId,
  inkColor,
  LINE_HEIGHT,
  type LivePart,
  type Measure,
  type Op,
  orderKey,
  type Point,
  stringOf,
} from '@inkwire/board'
import { nanoid } from 'nanoid'
import { type Camera, panned, type Size, toWorld, zoomedAt } from './camera.ts'
import { type Draft, NO_DRAFT } from './draft.ts'
import { THEMES, type Theme, type ThemeColors } from './palette.ts'
import { Scene } from './scene/scene.ts'
import { FIRST_STYLE, restyleProps, type StyleState, styleProps } from './style.ts'
import type { PointerInput, PointerSample, Tool, ToolId } from './tools/tool.ts'
import { toolRow } from './tools/tools.ts'
import { textPropertyOf } from './typing/placement.ts'
import type { TextField } from './typing/text-field.ts'
import { Typing, type TypingTarget } from './typing/typing.ts'

/** How near, in css px, the pointer has to be to what it means; fingers are thicker. */
const TOLERANCE = 6
const TOUCH_TOLERANCE = 10
/** Clicks that follow each other within so many ms and css px are a double-click. */
const CLICK_INTERVAL = 400
const CLICK_DISTANCE = 6
/** How long a notice is there to be read, ms. */
const NOTICE_TIME = 6_000
const MAX_COORDINATE = 1_000_000

/** A pointer event as the screen gives it: css px from the top left corner of the canvas, time in ms. */
export interface ScreenPointer extends Point {
  readonly pressure: number
  readonly samples: readonly (Point & { readonly pressure: number })[]
  readonly device: PointerInput['device']
  readonly shift: boolean
  readonly time: number
}

/** What the desk tells whoever shows it. */
export interface DeskView {
  /** These parts of the world look different at rest now. */
  repaint(boxes: readonly Box[] | 'all'): void
  /** What lies over it, or the camera, is different. */
  redraw(): void
  readonly field: TextField
}

/** The editor without a screen: what is selected, which tool is at work, what it does to the board. */
export class Desk {
  readonly scene: Scene
  camera: Camera = { x: 0, y: 0, zoom: 1 }
  size: Size = { w: 0, h: 0 }
  style: StyleState = FIRST_STYLE
  selection: readonly ElementId[] = []
  notice: string | null = null
  typing: Typing | null = null
  toolId: ToolId = 'select'
  tool: Tool
  view: DeskView | null = null
  private last: ScreenPointer | null = null
  private press: { readonly x: number; readonly y: number; readonly time: number; readonly clicks: number } | null =
    null
  private noticeTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly board: BoardSession,
    measure: Measure,
    public theme: Theme,
    /** Something in the editor's state may be different. */
    private readonly stateChanged: () => void,
  ) {
    this.scene = new Scene(board, measure)
    this.tool = toolRow('select').start(this)
    board.onChange((ids) => this.boardChanged(ids))
    board.onPeers(() => this.redraw())
    board.onState(() => this.accessChanged())
  }

  get canEdit(): boolean {
    return this.board.canEdit
  }

  get colors(): ThemeColors {
    return THEMES[this.theme]
  }

  /** What I do now makes of the document. */
  get draft(): Draft {
    return this.typing ? this.typing.draft : this.tool.busy ? this.tool.draft : NO_DRAFT
  }

  // What tools ask for.

  newId(): ElementId {
    return nanoid() as ElementId
  }

  newGesture(): GestureId {
    this.dismissNotice()
    return nanoid() as GestureId
  }

  /** A key above all that is at the root. */
  newOrder(): string {
    return orderKey(this.scene.topOrder(), null, Math.random)
  }

  commit(gesture: GestureId, ops: readonly Op[]): void {
    if (this.canEdit && ops.length > 0) this.board.commit(gesture, ops)
    this.redraw()
    this.stateChanged()
  }

  live(part: LivePart): void {
    this.board.live(part)
  }

  redraw(): void {
    this.view?.redraw()
  }

  tolerance({ device }: PointerInput): number {
    return (device === 'touch' ? TOUCH_TOLERANCE : TOLERANCE) / this.camera.zoom
  }

  inkOf(element: Element): string {
    return inkColor(this.colors, stringOf(element, 'color'))
  }

  notify(text: string): void {
    clearTimeout(this.noticeTimer)
    this.notice = text
    this.noticeTimer = setTimeout(() => this.dismissNotice(), NOTICE_TIME)
    this.stateChanged()
  }

  dismissNotice(): void {
    if (this.notice === null) return
    clearTimeout(this.noticeTimer)
    this.notice = null
    this.stateChanged()
  }

  select(ids: readonly ElementId[]): void {
    const there = ids.filter((id) => this.scene.get(id))
    if (sameIds(there, this.selection)) return
    this.selection = there
    this.board.live({ kind: 'selection', ids: there })
    this.redraw()
    this.stateChanged()
  }

  setTool(id: ToolId): void {
    if (id === this.toolId || (toolRow(id).edits && !this.canEdit)) return
    this.typing?.end()
    this.tool.cancel()
    this.toolId = id
    this.tool = toolRow(id).start(this)
    if (id !== 'select' && id !== 'hand') this.select([])
    this.redraw()
    this.stateChanged()
  }

  setCamera(camera: Camera): void {
    this.camera = camera
    this.redraw()
    this.stateChanged()
  }

  pan(dx: number, dy: number): void {
    this.setCamera(panned(this.camera, dx, dy))
  }

  zoomAt(screen: Point, zoom: number): void {
    this.setCamera(zoomedAt(this.camera, screen, zoom))
  }

  setTheme(theme: Theme): void {
    this.theme = theme
    this.view?.repaint('all')
  }

  /** A font came: texts measure differently now. */
  fontsChanged(): void {
    this.scene.rebuild()
  }

  // Typing.

  /** Goes into the text of an element, if it can have one. */
  edit(id: ElementId): void {
    const element = this.scene.get(id)
    const property = element && textPropertyOf(element)
    if (element && property) this.startTyping({ id, property, gesture: this.newGesture() })
  }

  /** Begins a new text with its first line's middle at a world point. */
  writeAt(point: Point): void {
    const id = this.newId()
    const fresh = {
      ...styleProps('text', this.style),
      id,
      type: 'text',
      order: this.newOrder(),
      x: clamped(point.x),
      y: clamped(point.y - (this.style.fontSize * LINE_HEIGHT) / 2),
    }
    this.startTyping({ id, property: 'text', gesture: this.newGesture(), fresh })
  }

  private startTyping(target: TypingTarget): void {
    this.typing?.end()
    if (!this.canEdit || !this.view) return
    this.select([])
    this.typing = new Typing(this, this.view.field, target)
    this.redraw()
    this.stateChanged()
  }

  typed(id: ElementId, kept: boolean): void {
    this.typing = null
    if (kept && this.toolId === 'select') this.select([id])
    this.redraw()
    this.stateChanged()
  }

  /** Changes the style of what is drawn next, and of what is selected or typed, as one gesture. */
  setStyle(change: Partial<StyleState>): void {
    this.style = { ...this.style, ...change }
    const typed = this.typing?.element
    const ids = typed ? [typed.id] : this.scene.withMembers(this.selection)
    const fresh = typed && restyleProps(typed.type, change)
    if (!(fresh && this.typing?.restyle(fresh)) && this.canEdit) {
      const ops = ids.flatMap((id): Op[] => {
        const element = this.scene.get(id)
        const props = element && restyleProps(element.type, change)
        if (!props) return []
        // Lines that were measured in another size would be stretched.
        return [{ op: 'set', id, props: change.fontSize === undefined ? props : { ...props, layout: null } }]
      })
      if (ops.length > 0) this.commit(this.newGesture(), ops)
    }
    this.stateChanged()
  }

  // What the pointer does.

  pointerDown(screen: ScreenPointer): void {
    this.typing?.end()
    this.last = screen
    const near = this.press && Math.hypot(screen.x - this.press.x, screen.y - this.press.y) <= CLICK_DISTANCE
    const again = near && this.press && screen.time - this.press.time <= CLICK_INTERVAL
    this.press = {
      x: screen.x,
      y: screen.y,
      time: screen.time,
      clicks: again && this.press ? this.press.clicks + 1 : 1,
    }
    if (toolRow(this.toolId).edits && !this.canEdit) return
    this.tool.down(this.inputOf(screen))
    this.stateChanged()
  }

  pointerMove(screen: ScreenPointer): void {
    this.last = screen
    const { x, y } = toWorld(this.camera, screen)
    this.board.live({ kind: 'cursor', x: clamped(x), y: clamped(y) })
    this.tool.move(this.inputOf(screen))
  }

  pointerUp(screen: ScreenPointer): void {
    this.last = screen
    const input = this.inputOf(screen)
    // The last place is often new: a fast stroke ends where the pen left the paper.
    this.tool.move(input)
    this.tool.up(input)
    this.stateChanged()
  }

  pointerLeft(): void {
    this.board.live({ kind: 'away' })
  }

  /** Shift went down or up under a gesture: what it draws changes with it. */
  shiftChanged(shift: boolean): void {
    if (!this.last || !this.tool.busy || this.last.shift === shift) return
    this.last = { ...this.last, shift, samples: [] }
    this.tool.move(this.inputOf(this.last))
  }

  cancel(): void {
    if (!this.tool.busy) return
    this.tool.cancel()
    this.redraw()
    this.stateChanged()
  }

  private inputOf({ x, y, pressure, samples, device, shift }: ScreenPointer): PointerInput {
    const sample = (point: Point & { readonly pressure: number }): PointerSample => {
      const world = toWorld(this.camera, point)
      // A mouse says 0.5 while pressed and 0 when it lets go; other devices say what they feel.
      const felt = device === 'pen' && point.pressure > 0 ? point.pressure : DEFAULT_PRESSURE
      return { x: clamped(world.x), y: clamped(world.y), pressure: felt }
    }
    return {
      ...sample({ x, y, pressure }),
      screen: { x, y },
      samples: samples.map(sample),
      device,
      shift,
      clicks: this.press?.clicks ?? 1,
    }
  }

  private boardChanged(ids: ReadonlySet<ElementId>): void {
    const dirty = this.scene.update(ids)
    this.view?.repaint(dirty)
    this.tool.changed?.(ids)
    this.typing?.changed(ids)
    if (this.selection.some((id) => !this.scene.get(id))) this.select(this.selection)
    this.redraw()
    this.stateChanged()
  }

  private accessChanged(): void {
    if (!this.canEdit) {
      this.typing?.end()
      this.tool.cancel()
      this.setTool('select')
    }
    this.stateChanged()
  }
}

function clamped(value: number): number {
  return Math.min(MAX_COORDINATE, Math.max(-MAX_COORDINATE, value))
}

function sameIds(a: readonly ElementId[], b: readonly ElementId[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i])
}
