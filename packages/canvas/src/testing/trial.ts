import type { Measure } from '@inkwire/board'
import { Desk } from '../desk.ts'
import { Late } from '../late.ts'
import * as rest from '../rest.ts'
import { forgetfulStorage } from '../storage.ts'
import type { FieldText } from '../typing/rebase.ts'
import type { FieldListener, TextField } from '../typing/text-field.ts'
import { evenMeasure, MemoryBoard, type MemorySession } from './memory-board.ts'

/** A text field without a browser: what a person does in it, a test does. */
export class PlainField implements TextField {
  text: FieldText = { value: '', start: 0, end: 0 }
  composing = false
  isOpen = false
  private listener: FieldListener | undefined

  open(value: string, listener: FieldListener): void {
    this.text = { value, start: value.length, end: value.length }
    this.listener = listener
    this.isOpen = true
  }

  read(): FieldText {
    return this.text
  }

  write(text: FieldText): void {
    this.text = text
  }

  close(): void {
    this.isOpen = false
    this.listener = undefined
  }

  /** Types at the caret. */
  type(words: string): void {
    const { value, start, end } = this.text
    const at = start + words.length
    this.text = { value: value.slice(0, start) + words + value.slice(end), start: at, end: at }
    this.listener?.input()
  }

  /** Replaces all that stands there. */
  fill(value: string): void {
    this.text = { value, start: value.length, end: value.length }
    this.listener?.input()
  }
}

/** Keys that are held. */
export interface Held {
  readonly shift?: boolean
  readonly alt?: boolean
  readonly ctrl?: boolean
}

/** An editor without a screen on a board in memory, and somebody else on the same board. */
export class Trial {
  readonly board = new MemoryBoard()
  readonly mine: MemorySession = this.board.join('Ada')
  readonly theirs: MemorySession = this.board.join('Bo')
  readonly field = new PlainField()
  readonly desk: Desk
  private time = 0

  constructor(measure: Measure = evenMeasure, late = Late.there(rest)) {
    this.desk = new Desk(this.mine, measure, 'light', () => {}, forgetfulStorage(), late)
    this.desk.size = { w: 800, h: 600 }
    // Places are where tests say, unless they say otherwise.
    this.desk.preferences.set({ snapping: false })
    this.desk.view = {
      documentCame: () => {},
      changed: () => {},
      repaint: () => {},
      redraw: () => {},
      field: this.field,
    }
  }

  down(x: number, y: number, held: Held = {}): void {
    this.desk.pointerDown(this.pointer(x, y, held))
  }

  move(x: number, y: number, held: Held = {}): void {
    this.desk.pointerMove(this.pointer(x, y, held))
  }

  up(x: number, y: number, held: Held = {}): void {
    this.desk.pointerUp(this.pointer(x, y, held))
  }

  drag(from: readonly [number, number], to: readonly [number, number], options: Held = {}): void {
    this.down(...from, options)
    this.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, options)
    this.move(...to, options)
    this.up(...to, options)
  }

  click(x: number, y: number, options: Held = {}): void {
    this.time += 1_000
    this.down(x, y, options)
    this.up(x, y, options)
  }

  doubleClick(x: number, y: number): void {
    this.click(x, y)
    this.down(x, y)
    this.up(x, y)
  }

  /** Draws a shape and answers with its id. */
  shape(type: 'rectangle' | 'ellipse' | 'diamond', from: readonly [number, number], to: readonly [number, number]) {
    this.desk.setTool(type)
    this.drag(from, to)
    const [id] = this.desk.selection
    if (!id) throw new Error('no shape was drawn')
    return id
  }

  private pointer(x: number, y: number, { shift = false, alt = false, ctrl = false }: Held) {
    this.time += 20
    const pressure = 0.5
    const samples = [{ x, y, pressure }]
    return { x, y, pressure, samples, device: 'mouse' as const, shift, alt, ctrl, time: this.time }
  }
}
