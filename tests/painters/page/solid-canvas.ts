import { LINE_HEIGHT, type Point } from '@inkwire/board'

/**
 * A canvas without gaps: dashes are joined, and a text is the box around its lines, as everywhere on these an element is hit.
 */
export class SolidCanvas {
  readonly canvas = document.createElement('canvas')
  readonly context: CanvasRenderingContext2D
  private corners: Point[] = []
  private turn = 0

  constructor(side: number) {
    this.canvas.width = side
    this.canvas.height = side
    const context = this.canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('there is no canvas to paint on')
    this.context = context
    context.setLineDash = () => {}
    context.fillText = (text) => this.note(text)
  }

  clear(): void {
    this.context.reset()
    this.corners = []
  }

  /** Fills the box around all lines of text that were painted, and `margin` device px to its left and right. */
  fillTexts(margin: number): void {
    const { context, corners } = this
    if (corners.length === 0) return
    const xs = corners.map(({ x }) => x)
    const ys = corners.map(({ y }) => y)
    const [left, top] = [Math.min(...xs), Math.min(...ys)]
    context.setTransform(new DOMMatrix().rotate((this.turn * 180) / Math.PI))
    context.fillStyle = '#000000'
    context.globalAlpha = 1
    context.fillRect(left - margin, top, Math.max(...xs) - left + 2 * margin, Math.max(...ys) - top)
  }

  fillPolygon(corners: readonly Point[]): void {
    const { context } = this
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.beginPath()
    for (const { x, y } of corners) context.lineTo(x, y)
    context.fill()
  }

  /** Where a line of text is, as seen along it. */
  private note(text: string): void {
    const { context } = this
    const metrics = context.measureText(text)
    const matrix = context.getTransform()
    this.turn = Math.atan2(matrix.b, matrix.a)
    const back = new DOMMatrix().rotate((-this.turn * 180) / Math.PI).multiply(matrix)
    const width = metrics.width
    const left = context.textAlign === 'center' ? -width / 2 : context.textAlign === 'right' ? -width : 0
    // Whole px, as letters are placed in their line.
    const [ascent, descent] = [Math.round(metrics.fontBoundingBoxAscent), Math.round(metrics.fontBoundingBoxDescent)]
    const lineHeight = LINE_HEIGHT * Number.parseFloat(/([\d.]+)px/.exec(context.font)?.[1] ?? '0')
    const top = -Math.floor((lineHeight - ascent - descent) / 2) - ascent
    for (const y of [top, top + lineHeight]) {
      for (const x of [left, left + width]) this.corners.push(back.transformPoint({ x, y }))
    }
  }
}
