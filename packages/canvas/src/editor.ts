import type { BoardSession, ElementId, GestureId, Measure, Op, Point, UndoOutcome } from '@inkwire/board'
import { type Camera, fitted, steppedZoom } from './camera.ts'
import { CameraMemory } from './camera-memory.ts'
import { BoardClipboard } from './clipboard/board-clipboard.ts'
import { COMMANDS, type Command, type CommandId } from './commands.ts'
import { Desk } from './desk.ts'
import { allowedMove, moveOps } from './edits/movement.ts'
import type { OrderStep } from './edits/ordering.ts'
import { removeOps } from './edits/removal.ts'
import { Exports } from './export/exports.ts'
import { canvasMeasure } from './fonts.ts'
import type { Assets } from './images/assets.ts'
import { Images } from './images/images.ts'
import { commandFor, endsTyping, isElsewhere } from './keyboard.ts'
import { LateKeys } from './late-keys.ts'
import type { LateRest, Rest } from './late-rest.ts'
import type { Menu } from './menu.ts'
import { type Panorama, panoramaOf } from './minimap/panorama.ts'
import { type Paper, paperOf } from './paint/paper.ts'
import type { Theme } from './palette.ts'
import type { RasterOptions } from './raster/start-raster.ts'
import { canGroup, canUngroup, leaveGroup } from './selection/groups.ts'
import { linkOf, setLink } from './selection/linking.ts'
import { picked } from './selection/picking.ts'
import { Stage } from './stage.ts'
import { type EditorStorage, forgetfulStorage } from './storage.ts'
import type { StyleField, StyleState } from './style.ts'
import type { TileLayer } from './tiles/tile-layer.ts'
import type { ToolId } from './tools/tool.ts'

/** Something small that is selected is shown larger than it is, but not so large that one is lost. */
const MAX_SELECTION_ZOOM = 4
/** Presses of an arrow key that follow each other so soon, in ms, are one gesture. */
const SAME_MOVE = 600

export interface EditorOptions extends RasterOptions {
  readonly board: BoardSession
  readonly theme: Theme
  /** The table of commands with rows of the application; by default the editor's own. */
  readonly commands?: readonly Command[]
  /** How wide text is; by default what the browser says. */
  readonly measure?: Measure
  /** Remembers styles and cameras between visits; by default nothing does. */
  readonly storage?: EditorStorage
  /** What the board's camera is remembered by; by default it isn't. */
  readonly boardKey?: string
  /** Where the board's images are kept; without it there are none. */
  readonly assets?: Assets
  /** What isn't needed for the first stroke; by default it is fetched when it is asked for. */
  readonly rest?: LateRest
}

/** What of an editor an application shows. Replaced when anything in it changes. */
export interface EditorState {
  readonly tool: ToolId
  readonly selection: readonly ElementId[]
  readonly zoom: number
  /** Of the selection, or of what is drawn next. */
  readonly style: StyleState
  /** What can be styled now; none hides the panel. */
  readonly styleFields: readonly StyleField[]
  /** Those of them in which the selected elements differ. */
  readonly mixed: readonly StyleField[]
  /** After something was drawn the tool stays. */
  readonly toolLocked: boolean
  /** A text is being typed. */
  readonly editing: boolean
  /** The board has no elements and nothing was begun. */
  readonly empty: boolean
  /** On a board without elements others draw. */
  readonly othersInk: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly canEdit: boolean
  /** One line for people, e.g. what undo kept. */
  readonly notice: string | null
  /** The menu that is open. */
  readonly menu: Menu | null
  readonly paper: Paper
  /** That all of the selection has. */
  readonly link: string | null
  /** What is moved, resized or drawn sticks to others, or to the marks of the paper. */
  readonly snapping: boolean
  readonly gridSnap: boolean
  /** A marquee or a lasso takes only what lies whole in it. */
  readonly wholeOnly: boolean
  /** A pen draws, fingers move the paper. */
  readonly penMode: boolean
}

/** The editor of one board: shows it in an element of the page, and turns what a person does there into gestures. */
export class Editor {
  readonly commands: readonly Command[]
  readonly clipboard: BoardClipboard
  readonly images: Images
  readonly exports: Exports
  /** For a minimap. */
  readonly panorama: Panorama
  /** For rows of the table of commands. */
  readonly desk: Desk
  private readonly cameras: CameraMemory | undefined
  private readonly raster: RasterOptions
  private readonly listeners = new Set<() => void>()
  private readonly frames = new Set<() => void>()
  private current: EditorState
  private stage: Stage | null = null
  private moving: { readonly gesture: GestureId; until: number } | null = null

  constructor(options: EditorOptions) {
    const { board, theme, commands = COMMANDS, measure = canvasMeasure(), storage = forgetfulStorage(), rest } = options
    this.commands = commands
    this.raster = options
    this.desk = new Desk(board, measure, theme, () => this.stateChanged(), storage, rest)
    this.exports = new Exports(this.desk)
    this.images = new Images(this.desk, options.assets)
    this.frames.add(() => this.images.frame()).add(() => this.desk.othersInk.frame())
    this.clipboard = new BoardClipboard(this.desk, this.images)
    this.panorama = panoramaOf(this.desk, () => this.stage?.tiles.overview(), this.frames)
    if (options.boardKey !== undefined)
      this.cameras = new CameraMemory(this.desk, storage, `inkwire.camera.${options.boardKey}`)
    this.current = this.stateNow()
  }

  /** Shows the board in an element, which it fills. Returns how to take it out again. */
  mount(host: HTMLElement): () => void {
    this.stage?.close()
    const stage = new Stage(this.desk, host, this.raster)
    this.stage = stage
    stage.pointers.onTap = (fingers) => this.run(fingers === 2 ? 'undo' : fingers === 3 ? 'redo' : '')
    stage.framed = () => {
      for (const listener of this.frames) listener()
    }
    this.desk.view = stage
    const ending = new AbortController()
    const { signal } = ending
    this.clipboard.listen(signal)
    const unmountImages = this.images.mount(host)
    this.cameras?.open(performance.now())
    window.addEventListener('pagehide', () => this.cameras?.write(), { signal })
    const keys = new LateKeys(this.desk, (event) => this.press(event, stage), stage.field)
    window.addEventListener('keydown', (event) => this.keyDown(event, stage, keys), { signal })
    window.addEventListener('keyup', (event) => this.keyUp(event, stage), { signal })
    window.addEventListener('blur', () => this.holdSpace(stage, false), { signal })
    // The menu key opened ours already.
    window.addEventListener('contextmenu', (event) => this.desk.menu && event.preventDefault(), { signal })
    return () => {
      ending.abort()
      unmountImages()
      this.cameras?.write()
      stage.close()
      if (this.stage !== stage) return
      this.stage = null
      this.desk.view = null
    }
  }

  get state(): EditorState {
    return this.current
  }

  getState(): EditorState {
    return this.current
  }

  /** Calls back when the state was replaced. Returns how to stop it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** What of the world is seen. */
  get camera(): Camera {
    return this.desk.camera
  }

  /** Shows another part of the world at once, neither animated nor clamped. */
  setCamera(camera: Camera): void {
    this.desk.setCamera(camera)
  }

  /** The picture of the board at rest, for whoever measures how far it is, or shows it small; null while the editor is not mounted. */
  get tiles(): TileLayer | null {
    return this.stage?.tiles ?? null
  }

  /** Selects these elements and no others. */
  select(ids: readonly ElementId[]): void {
    this.desk.select(ids)
  }

  setTool(tool: ToolId): void {
    this.desk.setTool(tool)
  }

  /** Changes the style of what is drawn next, and of the selection as one gesture. */
  setStyle(change: Partial<StyleState>): void {
    this.desk.setStyle(change)
  }

  setTheme(theme: Theme): void {
    if (theme !== this.desk.theme) this.desk.setTheme(theme)
  }

  /** Whether a command of the table can be run now. */
  can(id: CommandId | (string & {})): boolean {
    return this.commands.find((row) => row.id === id)?.when(this) ?? false
  }

  /** Runs a command of the table, if it can be run now. */
  run(id: CommandId | (string & {})): void {
    this.closeMenu()
    const command = this.commands.find((row) => row.id === id)
    if (command?.when(this)) command.run(this)
  }

  undo(): void {
    this.stepBack('Undo', () => this.desk.board.undo())
  }

  redo(): void {
    this.stepBack('Redo', () => this.desk.board.redo())
  }

  deleteSelection(): void {
    this.desk.cancel()
    this.commit(this.desk.newGesture(), removeOps(this.desk.scene, this.desk.unlocked()))
  }

  duplicateSelection(): void {
    this.arrange((desk, { duplicateSelection }) => duplicateSelection(desk))
  }

  /** Goes into the text, the label or the name of what is selected. */
  editText(): void {
    const [id, ...others] = this.desk.selection
    if (id && others.length === 0) this.desk.edit(id)
  }

  toggleToolLock(): void {
    this.desk.setToolLocked(!this.desk.toolLocked)
  }

  /** Moves the selection by world px. Presses that follow each other are one gesture. */
  moveSelection(byX: number, byY: number): void {
    const { desk } = this
    if (desk.tool.busy) return
    const ids = desk.unlocked()
    const { dx, dy } = allowedMove(desk.scene.bounds(ids), byX, byY)
    const now = performance.now()
    if (!this.moving || now > this.moving.until) this.moving = { gesture: desk.newGesture(), until: 0 }
    this.moving.until = now + SAME_MOVE
    this.commit(this.moving.gesture, moveOps(desk.scene, ids, dx, dy), true)
  }

  selectAll(): void {
    const { desk } = this
    desk.setTool('select')
    desk.enter(null)
    const all = new Set<ElementId>()
    for (const element of desk.scene.document.elements()) {
      const outermost = picked(desk.scene, element, null)
      if (!desk.scene.isLocked(element) && (element.type !== 'group' || outermost !== element)) all.add(outermost.id)
    }
    desk.select([...all])
  }

  /** Gives up what is going on: the gesture, else the text, else the tool, else the selection. */
  escape(): void {
    const { desk } = this
    if (desk.tool.busy) desk.cancel()
    else if (desk.typing) desk.typing.end()
    else if (desk.toolId !== 'select') desk.setTool('select')
    else if (!leaveGroup(desk)) desk.select([])
  }

  /** Makes the selection a group. */
  group(): void {
    this.arrange((desk, { groupSelection }) => groupSelection(desk))
  }

  get canGroup(): boolean {
    return canGroup(this.desk)
  }

  /** Dissolves the groups of the selection. */
  ungroup(): void {
    this.arrange((desk, { ungroupSelection }) => ungroupSelection(desk))
  }

  get canUngroup(): boolean {
    return canUngroup(this.desk)
  }

  /** Locks the selection, or unlocks it. */
  toggleLock(): void {
    this.arrange((desk, { toggleLock }) => toggleLock(desk))
  }

  /** Changes what the selection lies above. */
  order(step: OrderStep): void {
    this.arrange((desk, { orderSelection }) => orderSelection(desk, step))
  }

  /** Selects what is at a place (css px from the top left corner of the canvas) and opens the menu there: see `EditorState.menu`. */
  openMenuAt(screen: Point): void {
    this.desk.openMenuAt(screen)
  }

  closeMenu(): void {
    this.desk.setMenu(null)
  }

  /**
   * For rows of the table of commands: gives up what is going on, then changes the board as a gesture of its own; as soon as the
   * code for that is there.
   */
  arrange(act: (desk: Desk, rest: Rest) => void): void {
    this.desk.cancel()
    this.moving = null
    this.desk.rest.use((rest) => act(this.desk, rest))
  }

  /** Fetches what wasn't needed until now, so that it is there when the server is not. */
  fetchRest(): void {
    this.desk.rest.fetch()
  }

  zoomStep(direction: 1 | -1): void {
    this.desk.zoomAt(this.centre(), steppedZoom(this.desk.camera.zoom, direction))
  }

  zoomTo(zoom: number): void {
    this.desk.zoomAt(this.centre(), zoom)
  }

  /** Where a click on what is selected leads; see `linking.ts`. */
  setLink(link: string | null): void {
    this.arrange((desk) => setLink(desk, link))
  }

  /** Changes what is printed below everything, for all people on the board. */
  setPaper(paper: Paper): void {
    if (paper === this.current.paper) return
    this.commit(this.desk.newGesture(), [{ op: 'meta', props: { paper: paper === 'plain' ? null : paper } }])
  }

  zoomToSelection(): void {
    const { desk } = this
    const box = desk.scene.bounds(desk.selection)
    if (box) desk.setCamera(fitted(box, desk.size, MAX_SELECTION_ZOOM))
  }

  zoomToFit(): void {
    const { desk } = this
    const box = desk.scene.allBounds()
    desk.setCamera(box ? fitted(box, desk.size) : { x: 0, y: 0, zoom: 1 })
  }

  private centre(): Point {
    return { x: this.desk.size.w / 2, y: this.desk.size.h / 2 }
  }

  private commit(gesture: GestureId, ops: readonly Op[], moving = false): void {
    if (!moving) this.moving = null
    this.desk.commit(gesture, ops)
  }

  private stepBack(name: string, step: () => UndoOutcome): void {
    const { desk } = this
    desk.cancel()
    desk.typing?.end()
    this.moving = null
    desk.dismissNotice()
    const outcome = step()
    if (outcome.kind === 'nothing' || outcome.kept === 0) return
    const what = outcome.kept === 1 ? 'one thing that somebody else has' : `${outcome.kept} things that others have`
    desk.notify(`${name} kept ${what} changed since.`)
  }

  private keyDown(event: KeyboardEvent, stage: Stage, keys: LateKeys): void {
    if (event.defaultPrevented || event.isComposing) return
    if (this.desk.typing && event.target === stage.field.element) {
      if (!endsTyping(event)) return
      event.preventDefault()
      this.desk.typing.end()
      return
    }
    if (this.desk.typing && stage.field.awaitsKeys && !endsTyping(event)) {
      event.preventDefault()
      stage.field.press(event)
      return
    }
    if (isElsewhere(event.target, event.key) || keys.keep(event)) return
    this.press(event, stage)
  }

  private press(event: KeyboardEvent, stage: Stage): void {
    this.modifier(event.key, true)
    if (event.key === ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      this.holdSpace(stage, true)
      return
    }
    const command = commandFor(event, this.commands)
    if (!command?.when(this)) return
    if (command.native) {
      // Its event follows, and brings the clipboard.
      if (command.id === 'paste-plain') this.clipboard.expectPlain(performance.now())
      return
    }
    event.preventDefault()
    command.run(this)
  }

  private keyUp(event: KeyboardEvent, stage: Stage): void {
    this.modifier(event.key, false)
    if (event.key === ' ') this.holdSpace(stage, false)
  }

  private modifier(key: string, held: boolean): void {
    if (key === 'Shift') this.desk.modifierChanged({ shift: held })
    if (key === 'Alt') this.desk.modifierChanged({ alt: held })
    if (key === 'Control' || key === 'Meta') this.desk.modifierChanged({ ctrl: held })
  }

  private holdSpace(stage: Stage, held: boolean): void {
    stage.pointers.spaceHeld = held
    stage.showCursor()
  }

  private stateNow(): EditorState {
    const { desk } = this
    const { board, toolId, selection, typing } = desk
    const { style, styleFields, mixed } = desk.styling.shown
    const { snapping, gridSnap, wholeOnly, penMode } = desk.preferences.values
    return {
      tool: toolId,
      selection,
      zoom: desk.camera.zoom,
      style,
      styleFields: board.canEdit ? styleFields : [],
      mixed: board.canEdit ? mixed : [],
      toolLocked: desk.toolLocked,
      editing: typing !== null,
      empty: board.size === 0 && !desk.tool.busy && !typing,
      othersInk: desk.othersInk.seen,
      canUndo: board.canUndo,
      canRedo: board.canRedo,
      canEdit: board.canEdit,
      notice: desk.notice,
      menu: desk.menu,
      paper: paperOf(board.meta),
      link: linkOf(desk),
      snapping,
      gridSnap,
      wholeOnly,
      penMode: penMode === true,
    }
  }

  private stateChanged(): void {
    // The desk speaks while it is being made.
    if (!this.current) return
    if (this.stage) this.cameras?.changed(performance.now())
    const next = this.stateNow()
    if (sameState(this.current, next)) return
    this.current = next
    for (const listener of this.listeners) listener()
  }
}

function sameState(a: EditorState, b: EditorState): boolean {
  const same = (x: unknown, y: unknown) => x === y || JSON.stringify(x) === JSON.stringify(y)
  return (
    a.tool === b.tool &&
    a.selection === b.selection &&
    a.zoom === b.zoom &&
    same(a.style, b.style) &&
    same(a.styleFields, b.styleFields) &&
    same(a.mixed, b.mixed) &&
    a.toolLocked === b.toolLocked &&
    a.editing === b.editing &&
    a.empty === b.empty &&
    a.othersInk === b.othersInk &&
    a.canUndo === b.canUndo &&
    a.canRedo === b.canRedo &&
    a.canEdit === b.canEdit &&
    a.notice === b.notice &&
    a.menu === b.menu &&
    a.paper === b.paper &&
    a.link === b.link &&
    a.snapping === b.snapping &&
    a.gridSnap === b.gridSnap &&
    a.wholeOnly === b.wholeOnly &&
    a.penMode === b.penMode
  )
}
