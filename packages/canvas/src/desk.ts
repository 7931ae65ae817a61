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
  textOf,
} from '@inkwire/board'
import { nanoid } from 'nanoid'
import { type Camera, panned, type Size, toWorld, zoomedAt } from './camera.ts'
import { CopiedStyle } from './copied-style.ts'
import { type Draft, NO_DRAFT } from './draft.ts'
import { placeFor } from './edits/placing.ts'
import type { PictureStore } from './images/picture-store.ts'
import { type LateRest, lateRest } from './late-rest.ts'
import { type Menu, menuAt } from './menu.ts'
import { OthersInk } from './others-ink.ts'
import { THEMES, type Theme, type ThemeColors } from './palette.ts'
import { Preferences } from './preferences.ts'
import { Scene } from './scene/scene.ts'
import { type EditorStorage, forgetfulStorage } from './storage.ts'
import { labelLook, type StyleState, styleProps } from './style.ts'
import { Styling } from './styling.ts'
import type { PointerInput, PointerSample, Tool, ToolId } from './tools/tool.ts'
import { toolFor } from './tools/tool-for.ts'
import { toolRow } from './tools/tools.ts'
import { LateLayouts } from './typing/late-layouts.ts'
import { Naming } from './typing/naming.ts'
import { textPropertyOf, writtenPropertyOf } from './typing/placement.ts'
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
  readonly predicted?: readonly (Point & { readonly pressure: number })[]
  readonly device: PointerInput['device']
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or ⌘. */
  readonly ctrl: boolean
  readonly time: number
}

/** So many elements change at once only when a document is loaded. */
const MANY = 1_000

/** What the desk tells whoever shows it. */
export interface DeskView {
  /** The document is another one; `changed` follows, when the scene has taken it in. */
  documentCame(): void
  /** The elements of these ids are others now, or gone; these parts of the world look different at rest. */
  changed(ids: ReadonlySet<ElementId>, dirty: readonly Box[]): void
  /** Everything looks different. */
  repaint(): void
  /** What lies over it, or the camera, is different. */
  redraw(): void
  readonly field: TextField
}

/** The editor without a screen: what is selected, which tool is at work, what it does to the board. */
export class Desk {
  readonly scene: Scene
  readonly styling: Styling
  readonly preferences: Preferences
  readonly othersInk: OthersInk
  readonly copiedStyle = new CopiedStyle()
  camera: Camera = { x: 0, y: 0, zoom: 1 }
  size: Size = { w: 0, h: 0 }
  selection: readonly ElementId[] = []
  /** The group that was gone into: what is in it can be picked by itself. */
  entered: ElementId | null = null
  menu: Menu | null = null
  notice: string | null = null
  typing: Typing | Naming | null = null
  toolId: ToolId = 'select'
  /** What was at work before this tool. */
  toolBefore: ToolId = 'select'
  /** After something was drawn the tool stays. */
  toolLocked = false
  tool: Tool
  view: DeskView | null = null
  /** Of images; null: they stay placeholders. */
  pictures: PictureStore | null = null
  /** What a double-click on an image does. */
  openImage: (id: ElementId) => void = () => {}
  readonly lateLayouts: LateLayouts = new LateLayouts(this)
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
    storage: EditorStorage = forgetfulStorage(),
    readonly rest: LateRest = lateRest(),
  ) {
    this.styling = new Styling(this, storage)
    this.preferences = new Preferences(storage, () => this.stateChanged())
    this.scene = new Scene(board, measure)
    this.othersInk = new OthersInk(board, () => this.stateChanged())
    this.tool = toolFor(this, 'select')
    board.onChange((ids) => this.boardChanged(ids))
    board.onPeers(() => this.redraw())
    board.onState(() => this.accessChanged())
  }

  get canEdit(): boolean {
    return this.board.canEdit
  }

  /** Whether a tool can be taken into the hand: until it is known what I may do, all of them. */
  mayTake(id: ToolId): boolean {
    return !toolRow(id).edits || this.canEdit || this.board.opening
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
    // A note's colour is its paper's.
    return inkColor(this.colors, element.type === 'sticky' ? 'ink' : stringOf(element, 'color'))
  }

  get mutedColor(): string {
    return this.colors.muted
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

  /** Those of the selection that are not locked. */
  unlocked(): readonly ElementId[] {
    return this.selection.filter((id) => !this.scene.isLockedId(id))
  }

  /** Goes into a group, or out of all. */
  enter(group: ElementId | null): void {
    this.entered = group
    this.redraw()
  }

  setMenu(menu: Menu | null): void {
    if (menu === this.menu) return
    this.menu = menu
    this.stateChanged()
  }

  /** Opens the menu for a place on screen, css px from the top left corner of the canvas. */
  openMenuAt(screen: Point): void {
    this.typing?.end()
    this.cancel()
    if (this.toolId !== 'select') this.setTool('select')
    this.setMenu(menuAt(this, screen))
  }

  setTool(id: ToolId): void {
    if (id === this.toolId || !this.mayTake(id)) return
    this.typing?.end()
    this.tool.cancel()
    this.toolBefore = this.toolId
    this.toolId = id
    this.tool = toolFor(this, id)
    if (!toolRow(id).keepsSelection) {
      this.entered = null
      this.select([])
    }
    this.redraw()
    this.stateChanged()
  }

  /** Something was drawn: the tool is Select again, unless it is locked, and what was drawn is selected. */
  drawn(id?: ElementId): void {
    if (this.toolLocked) return
    this.setTool('select')
    if (id) this.select([id])
  }

  setToolLocked(locked: boolean): void {
    this.toolLocked = locked
    this.stateChanged()
  }

  /** Where the pointer is, or was last: world px. The middle of the view before it ever was there. */
  get pointerPlace(): Point {
    const { x, y } = toWorld(this.camera, this.last ?? { x: this.size.w / 2, y: this.size.h / 2 })
    return { x: clamped(x), y: clamped(y) }
  }

  setCamera(camera: Camera): void {
    this.setMenu(null)
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
    this.view?.repaint()
  }

  /** A font came: texts measure differently now. */
  fontsChanged(): void {
    this.scene.remeasure()
    this.lateLayouts.fontsCame()
  }

  // Typing.

  /** Goes into the text of an element, if it can have one; as part of a gesture that put it there. */
  edit(id: ElementId, gesture?: GestureId): void {
    const element = this.scene.get(id)
    const property = element && !this.scene.isLocked(element) ? writtenPropertyOf(element) : undefined
    if (element?.type === 'image') this.openImage(id)
    else if (property === 'name') this.startNaming({ id, property, gesture: gesture ?? this.newGesture() })
    else if (element && property) {
      const look = property === 'label' && textOf(element, 'label') === '' ? labelLook(this.styleFor(element.type)) : {}
      this.startTyping({ id, property, gesture: gesture ?? this.newGesture(), look })
    }
  }

  /** What a double-click on no ink does: writes into the shape that is around there, else begins a text. */
  writeAt(point: Point): void {
    const shape = this.scene.bindableAt(point)
    if (shape && shape.locked !== true && textPropertyOf(shape)) this.edit(shape.id)
    else this.newTextAt(point)
  }

  /** Begins a new text with its first line's middle at a world point; with a width (world px) it wraps there. */
  newTextAt(point: Point, width?: number): void {
    const style = this.styleFor('text')
    const fresh = {
      ...styleProps('text', style),
      id: this.newId(),
      type: 'text',
      ...placeFor(this.scene, [point], Math.random),
      x: clamped(point.x),
      y: clamped(point.y - (style.fontSize * LINE_HEIGHT) / 2),
      ...(width === undefined ? {} : { w: width }),
    }
    this.startTyping({ id: fresh.id, property: 'text', gesture: this.newGesture(), fresh })
  }

  private startTyping(target: TypingTarget): void {
    this.type((field) => new Typing(this, field, target))
  }

  private startNaming(target: Naming['target']): void {
    this.type((field) => new Naming(this, field, target))
  }

  private type(start: (field: TextField) => Typing | Naming): void {
    this.typing?.end()
    if (!this.canEdit || !this.view) return
    this.select([])
    this.typing = start(this.view.field)
    this.redraw()
    this.stateChanged()
  }

  typed(id: ElementId, kept: boolean): void {
    const gesture = this.typing?.target.gesture
    this.typing = null
    if (kept && gesture) this.lateLayouts.written([id], gesture)
    if (kept && this.toolId === 'select') this.select([id])
    this.redraw()
    this.stateChanged()
  }

  /** The style of what the tool draws next. */
  get style(): StyleState {
    return this.styling.next(toolRow(this.toolId).makes)
  }

  /** The style of the next element of a type (or `highlighter`). */
  styleFor(type: string): StyleState {
    return this.styling.next(type)
  }

  setStyle(change: Partial<StyleState>): void {
    this.styling.set(change)
    this.stateChanged()
  }

  // What the pointer does.

  pointerDown(screen: ScreenPointer): void {
    this.setMenu(null)
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

  /** Shift, alt or ctrl went down or up under a gesture: what it draws changes with it. */
  modifierChanged(change: Partial<Pick<ScreenPointer, 'shift' | 'alt' | 'ctrl'>>): void {
    if (!this.last || !this.tool.busy) return
    this.last = { ...this.last, ...change, samples: [], predicted: [] }
    this.tool.move(this.inputOf(this.last))
  }

  cancel(): void {
    if (!this.tool.busy) return
    this.tool.cancel()
    this.redraw()
    this.stateChanged()
  }

  /** The link of what is at a place on screen, css px; only Select and Hand follow links. */
  linkAt(screen: Point): string | undefined {
    if (toolRow(this.toolId).edits) return undefined
    const found = this.scene.at(toWorld(this.camera, screen), TOLERANCE / this.camera.zoom)
    return found && stringOf(found, 'link')
  }

  private inputOf({ x, y, pressure, samples, predicted = [], device, shift, alt, ctrl }: ScreenPointer): PointerInput {
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
      predicted: predicted.map(sample),
      device,
      shift,
      alt,
      ctrl,
      clicks: this.press?.clicks ?? 1,
    }
  }

  private boardChanged(ids: ReadonlySet<ElementId>): void {
    if (ids.size > MANY) this.view?.documentCame()
    const dirty = this.scene.update(ids)
    this.view?.changed(ids, dirty)
    this.tool.changed?.(ids)
    this.typing?.changed(ids)
    if (this.entered !== null && !this.scene.get(this.entered)) this.entered = null
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
