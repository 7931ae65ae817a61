import type { RectangleUpdate, Update } from '../driver/update.ts'

/** Updates of one cycle: a new stroke, two moves of a rectangle, and else points that the stroke gets. */
const CYCLE = 20
const MOVES: ReadonlySet<number> = new Set([7, 14])
/** Points of a stroke when it appears, and per update after that: a pen at 80 points a second. */
const FIRST_POINTS = 40
const MORE_POINTS = 4

/** What one person does, over and over: draws, and moves a rectangle in between. The same for every contender. */
export class Edits {
  private n = 0
  private step = -1
  private stroke = ''
  private length = 0
  private angle = 0
  private readonly rectangleId: string

  constructor(private readonly s: number) {
    this.rectangleId = `rectangle ${s}`
  }

  /** How many updates there were. */
  get count(): number {
    return this.n
  }

  rectangle(): RectangleUpdate & { readonly s: number; readonly n: number } {
    return { kind: 'rect', id: this.rectangleId, x: 10, y: 10, w: 120, h: 80, s: this.s, n: this.n++ }
  }

  next(): Update {
    const { s } = this
    const n = this.n++
    this.step = (this.step + 1) % CYCLE
    if (this.step === 0) {
      this.stroke = `stroke ${s} ${n}`
      this.length = FIRST_POINTS
      return { kind: 'stroke', id: this.stroke, pts: this.points(FIRST_POINTS), s, n }
    }
    if (MOVES.has(this.step)) {
      const [x = 0, y = 0] = this.points(1)
      return { kind: 'move', id: this.rectangleId, x, y, s, n }
    }
    const at = this.length
    this.length += MORE_POINTS
    return { kind: 'append', id: this.stroke, pts: this.points(MORE_POINTS), at, s, n }
  }

  /** A slow spiral, in hundredths of a px as a mouse gives them. */
  private points(count: number): number[] {
    const points: number[] = []
    for (let i = 0; i < count; i++) {
      this.angle += 0.05
      const radius = 200 + 3 * (this.angle % 300)
      for (const value of [Math.cos(this.angle), Math.sin(this.angle)]) {
        points.push(Math.round((2_000 + this.s * 10 + radius * value) * 100) / 100)
      }
    }
    return points
  }
}
