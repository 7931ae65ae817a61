import type { BoardSession, ElementId, GestureId, Measure, Op, Point, UndoOutcome } from '@inkwire/board'
import { fitted, steppedZoom } from './camera.ts'
import { COMMANDS, type Command, type CommandId } from './commands.ts'
import { Desk } from './desk.ts'
import { duplicateOps } from './edits/duplication.ts'
import { allowedMove, moveOps } from './edits/movement.ts'
import { removeOps } from './edits/removal.ts'
import { canvasMeasure } from './fonts.ts'
import { commandFor, isElsewhere } from './keyboard.ts'
import type { Theme } from './palette.ts'
import { Stage } from './stage.ts'
import { type StyleField, type StyleState, styleFields, styleOf } from './style.ts'
import type { ToolId } from './tools/tool.ts'
import { toolRow } from './tools/tools.ts'

/** Copies lie so far beside their originals, px. */
const DUPLICATE_OFFSET = 16
/** Presses of an arrow key that follow each other so soon, in ms, are one gesture. */
const SAME_MOVE = 600

export interface EditorOptions {
  readonly board: BoardSession
  readonly theme: Theme
  /** The table of commands with rows of the application; by default the editor's own. */
  readonly commands?: readonly Command[]
  /** How wide text is; by default what the browser says. */
  readonly measure?: Measure
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
  /** A text is being typed. */
  readonly editing: boolean
  /** The board has no elements and nothing was begun. */
  readonly empty: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly canEdit: boolean
  /** One line for people, e.g. what undo kept. */
  readonly notice: string | null
}

/** The editor of one board: shows it in an element of the page, and turns what a person does there into gestures. */
export class Editor {
  readonly commands: readonly Command[]
  private readonly desk: Desk
  private readonly listeners = new Set<() => void>()
  private current: EditorState
  private stage: Stage | null = null
  private moving: { readonly gesture: GestureId; until: number } | null = null

  constructor({ board, theme, commands = COMMANDS, measure = canvasMeasure() }: EditorOptions) {
    this.commands = commands
    this.desk = new Desk(board, measure, theme, () => this.stateChanged())
    this.current = this.stateNow()
  }

  /** Shows the board in an element, which it fills. Returns how to take it out again. */
  mount(host: HTMLElement): () => void {
    this.stage?.close()
    const stage = new Stage(this.desk, host)
    this.stage = stage
    this.desk.view = stage
    const ending = new AbortController()
    const { signal } = ending
    window.addEventListener('keydown', (event) => this.keyDown(event, stage), { signal })
    window.addEventListener('keyup', (event) => this.keyUp(event, stage), { signal })
    window.addEventListener('blur', () => this.holdSpace(stage, false), { signal })
    return () => {
      ending.abort()
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

  /** Runs a command of the table, if it can be run now. */
  run(id: CommandId | (string & {})): void {
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
    this.commit(this.desk.newGesture(), removeOps(this.desk.scene, this.desk.selection))
  }

  duplicateSelection(): void {
    const { desk } = this
    desk.cancel()
    const bounds = desk.scene.bounds(desk.selection)
    const { dx, dy } = allowedMove(bounds, DUPLICATE_OFFSET, DUPLICATE_OFFSET)
    const { ops, copies } = duplicateOps(desk.scene, desk.selection, {
      dx,
      dy,
      newId: () => desk.newId(),
      random: Math.random,
    })
    this.commit(desk.newGesture(), ops)
    desk.select(copies)
  }

  /** Moves the selection by world px. Presses that follow each other are one gesture. */
  moveSelection(byX: number, byY: number): void {
    const { desk } = this
    if (desk.tool.busy) return
    const { dx, dy } = allowedMove(desk.scene.bounds(desk.selection), byX, byY)
    const now = performance.now()
    if (!this.moving || now > this.moving.until) this.moving = { gesture: desk.newGesture(), until: 0 }
    this.moving.until = now + SAME_MOVE
    this.commit(this.moving.gesture, moveOps(desk.scene, desk.selection, dx, dy), true)
  }

  selectAll(): void {
    const { desk } = this
    desk.setTool('select')
    const all = new Set<ElementId>()
    for (const element of desk.scene.document.elements()) {
      const outermost = desk.scene.outermost(element)
      if (element.locked !== true && (element.type !== 'group' || outermost !== element)) all.add(outermost.id)
    }
    desk.select([...all])
  }

  /** Gives up what is going on: the gesture, else the text, else the tool, else the selection. */
  escape(): void {
    const { desk } = this
    if (desk.tool.busy) desk.cancel()
    else if (desk.typing) desk.typing.end()
    else if (desk.toolId !== 'select') desk.setTool('select')
    else desk.select([])
  }

  zoomStep(direction: 1 | -1): void {
    this.desk.zoomAt(this.centre(), steppedZoom(this.desk.camera.zoom, direction))
  }

  zoomReset(): void {
    this.desk.zoomAt(this.centre(), 1)
  }

  zoomToFit(): void {
    const { desk } = this
    const box = desk.scene.bounds(desk.selection) ?? desk.scene.allBounds()
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

  private keyDown(event: KeyboardEvent, stage: Stage): void {
    if (event.defaultPrevented || event.isComposing) return
    if (this.desk.typing && event.target === stage.field.element) {
      if (event.key !== 'Escape' && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return
      event.preventDefault()
      this.desk.typing.end()
      return
    }
    if (isElsewhere(event.target, event.key)) return
    if (event.key === 'Shift') this.desk.shiftChanged(true)
    if (event.key === ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      this.holdSpace(stage, true)
      return
    }
    const command = commandFor(event, this.commands)
    if (!command?.when(this)) return
    event.preventDefault()
    command.run(this)
  }

  private keyUp(event: KeyboardEvent, stage: Stage): void {
    if (event.key === 'Shift') this.desk.shiftChanged(false)
    if (event.key === ' ') this.holdSpace(stage, false)
  }

  private holdSpace(stage: Stage, held: boolean): void {
    stage.pointers.spaceHeld = held
    stage.showCursor()
  }

  private stateNow(): EditorState {
    const { desk } = this
    const { board, scene, toolId, selection, typing } = desk
    const typed = typing?.element
    const shown = typed ? [typed] : scene.withMembers(selection).flatMap((id) => scene.get(id) ?? [])
    const [first] = shown
    const { makes } = toolRow(toolId)
    const types = shown.length > 0 ? shown.map(({ type }) => type) : makes ? [makes] : []
    return {
      tool: toolId,
      selection,
      zoom: desk.camera.zoom,
      style: first ? styleOf(first, desk.style) : desk.style,
      styleFields: board.canEdit ? styleFields(types) : [],
      editing: typing !== null,
      empty: board.size === 0 && !desk.tool.busy && !typing,
      canUndo: board.canUndo,
      canRedo: board.canRedo,
      canEdit: board.canEdit,
      notice: desk.notice,
    }
  }

  private stateChanged(): void {
    // The desk speaks while it is being made.
    if (!this.current) return
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
    a.editing === b.editing &&
    a.empty === b.empty &&
    a.canUndo === b.canUndo &&
    a.canRedo === b.canRedo &&
    a.canEdit === b.canEdit &&
    a.notice === b.notice
  )
}
