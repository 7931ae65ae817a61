import {
  type Element,
  isLine,
  type PaintContext,
  type Path,
  type Primitive,
  primitives,
  rectanglePath,
  type StrokePaint,
  type TextLine,
} from '@inkwire/board'
import { cssFont } from '../fonts.ts'
import type { ThemeColors } from '../palette.ts'

type Canvas2D = CanvasRenderingContext2D
type Group = Extract<Primitive, { kind: 'group' }>

/** Interprets primitives on a Canvas 2D whose transform maps world px. */
export class Painter {
  private readonly known = new WeakMap<Element, { readonly colors: ThemeColors; readonly made: readonly Primitive[] }>()
  private readonly paths = new WeakMap<Path, Path2D>()
  private readonly layer = document.createElement('canvas')

  paint(canvas: Canvas2D, element: Element, context: PaintContext, colors: ThemeColors): void {
    for (const primitive of this.primitivesOf(element, context, colors))
      this.primitive(canvas, primitive, colors, false)
  }

  private primitivesOf(element: Element, context: PaintContext, colors: ThemeColors): readonly Primitive[] {
    // A line's primitives follow from its targets too, so the same object can look different later.
    if (isLine(element)) return primitives(element, context)
    const known = this.known.get(element)
    if (known?.colors === colors) return known.made
    const made = primitives(element, context)
    this.known.set(element, { colors, made })
    return made
  }

  private primitive(canvas: Canvas2D, primitive: Primitive, colors: ThemeColors, inLayer: boolean): void {
    switch (primitive.kind) {
      case 'path': {
        const path = this.path2d(primitive.path)
        if (primitive.fill) {
          canvas.fillStyle = primitive.fill
          canvas.fill(path)
        }
        if (primitive.stroke) {
          useStroke(canvas, primitive.stroke)
          canvas.stroke(path)
        }
        return
      }
      case 'text':
        paintText(canvas, primitive)
        return
      case 'image': {
        const { x, y, w, h } = primitive
        canvas.fillStyle = colors.sunken
        canvas.fillRect(x, y, w, h)
        useStroke(canvas, { color: colors.line, width: 1 })
        canvas.stroke(this.path2d([...rectanglePath(x, y, w, h), ['M', x, y], ['L', x + w, y + h], ['M', x + w, y], ['L', x, y + h]])) // biome-ignore format: one row
        return
      }
      case 'group':
        this.group(canvas, primitive, colors, inLayer)
        return
    }
  }

  private group(canvas: Canvas2D, group: Group, colors: ThemeColors, inLayer: boolean): void {
    const { opacity = 1, clip, turn, children } = group
    if (opacity < 1 && !inLayer && overlaps(children)) {
      this.throughLayer(canvas, group, colors)
      return
    }
    canvas.save()
    canvas.globalAlpha *= opacity
    if (clip) canvas.clip(this.path2d(clip))
    if (turn) {
      canvas.translate(turn.x, turn.y)
      canvas.rotate(turn.angle)
      canvas.translate(-turn.x, -turn.y)
    }
    for (const child of children) this.primitive(canvas, child, colors, inLayer)
    canvas.restore()
  }

  /** Paints children that overlap on a canvas of their own first, or each would show through the others. */
  private throughLayer(canvas: Canvas2D, group: Group, colors: ThemeColors): void {
    const { width, height } = canvas.canvas
    const layer = this.layer.getContext('2d')
    if (!layer) return
    if (this.layer.width < width || this.layer.height < height) {
      this.layer.width = Math.max(this.layer.width, width)
      this.layer.height = Math.max(this.layer.height, height)
    }
    layer.setTransform(1, 0, 0, 1, 0, 0)
    layer.clearRect(0, 0, width, height)
    layer.setTransform(canvas.getTransform())
    this.group(layer, { ...group, opacity: 1 }, colors, true)
    canvas.save()
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.globalAlpha *= group.opacity ?? 1
    canvas.drawImage(this.layer, 0, 0, width, height, 0, 0, width, height)
    canvas.restore()
  }

  private path2d(path: Path): Path2D {
    let made = this.paths.get(path)
    if (!made) {
      made = toPath2D(path)
      this.paths.set(path, made)
    }
    return made
  }
}

function overlaps(children: readonly Primitive[]): boolean {
  const [only, ...others] = children
  if (!only || others.length > 0) return only !== undefined
  return only.kind === 'group' ? overlaps(only.children) : only.kind === 'path' && !!only.fill && !!only.stroke
}

function useStroke(canvas: Canvas2D, { color, width, dash }: StrokePaint): void {
  canvas.strokeStyle = color
  canvas.lineWidth = width
  canvas.lineCap = 'round'
  canvas.lineJoin = 'round'
  canvas.setLineDash(dash ? [...dash] : [])
}

function paintText(canvas: Canvas2D, { text, x, top, lineHeight, align, font, fontSize, color }: TextLine): void {
  canvas.font = cssFont(font, fontSize)
  canvas.textAlign = align
  canvas.textBaseline = 'alphabetic'
  canvas.fillStyle = color
  // As CSS places a line of text in its line box, whole px of the font included: so nothing jumps when the text field goes.
  const metrics = canvas.measureText(text)
  const [ascent, descent] = [Math.round(metrics.fontBoundingBoxAscent), Math.round(metrics.fontBoundingBoxDescent)]
  canvas.fillText(text, x, top + Math.floor((lineHeight - ascent - descent) / 2) + ascent)
}

function toPath2D(path: Path): Path2D {
  const made = new Path2D()
  for (const command of path) {
    switch (command[0]) {
      case 'M':
        made.moveTo(command[1], command[2])
        break
      case 'L':
        made.lineTo(command[1], command[2])
        break
      case 'Q':
        made.quadraticCurveTo(command[1], command[2], command[3], command[4])
        break
      case 'C':
        made.bezierCurveTo(command[1], command[2], command[3], command[4], command[5], command[6])
        break
      case 'Z':
        made.closePath()
        break
    }
  }
  return made
}
