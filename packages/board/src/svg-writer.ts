import { BOLD_WEIGHT, FONT_FAMILIES, FONT_REACH } from './fonts.ts'
import { type Path, rectanglePath } from './path.ts'
import type { Palette, Primitive, StrokePaint, TextLine } from './primitives.ts'
import { roughMeasure } from './rough-measure.ts'

type Group = Extract<Primitive, { kind: 'group' }>
type Image = Extract<Primitive, { kind: 'image' }>

const WHOLE = { x: 0, y: 0, w: 1, h: 1 }

/** How world px become px of the picture: picture = world × scale + (x, y). */
export interface SvgPlacement {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export interface SvgWriterOptions {
  readonly palette: Pick<Palette, 'sunken' | 'line'>
  readonly placement: SvgPlacement
  /** px of the picture: what is smaller is left out or simplified. 0: everything is written. */
  readonly detail: number
  /** The address of an image's file, a data URL; where there is none, and by default, a placeholder is written. */
  readonly imageUrl?: ((asset: string) => string | undefined) | undefined
  /** How far below the top of its line box the letters of a line stand, px; by default about there. */
  readonly baseline?: ((line: TextLine) => number) | undefined
}

/** Lines that get thinner than this can't be seen, px of the picture. */
const MIN_LINE = 0.5
/** Text smaller than this can't be read: a bar stands for it, px of the picture. */
const MIN_TEXT = 3
/** Height of a bar in font sizes, and how much of the text's colour it has: about the grey of the text. */
const BAR_HEIGHT = 0.5
const BAR_OPACITY = 0.5

/** Interprets primitives into SVG: the same picture as the canvas gives, as text. Everything that comes from elements is escaped. */
export class SvgWriter {
  private readonly parts: string[] = []
  private clips = 0
  /** Images that were written already, with their ids: each file stands in the picture once. */
  private readonly images = new Map<string, string>()
  /** Characters written so far. */
  length = 0

  constructor(private readonly options: SvgWriterOptions) {}

  get placement(): SvgPlacement {
    return this.options.placement
  }

  /** Writes primitives, back to front. */
  write(primitives: readonly Primitive[]): void {
    let lastLine = Number.NEGATIVE_INFINITY
    for (const primitive of primitives) {
      if (primitive.kind === 'text') {
        const top = this.y(primitive.top)
        if (Math.abs(top - lastLine) < this.options.detail) continue
        lastLine = top
      }
      this.primitive(primitive)
    }
  }

  /** Writes what `children` writes, cut by a path. */
  clipped(path: Path, children: () => void): void {
    const id = `c${++this.clips}`
    this.add(`<clipPath id="${id}"><path d="${this.path(path, 0)}"/></clipPath><g clip-path="url(#${id})">`)
    children()
    this.add('</g>')
  }

  /** Writes what `children` writes as a link; the caller knows that the address can't run anything. */
  linked(address: string, children: () => void): void {
    this.add(`<a href="${escaped(address)}">`)
    children()
    this.add('</a>')
  }

  toString(): string {
    return this.parts.join('')
  }

  private primitive(primitive: Primitive): void {
    switch (primitive.kind) {
      case 'path': {
        const { path, fill, stroke } = primitive
        const d = this.path(path, this.options.detail)
        if (d) this.add(`<path d="${d}"${fill ? ` fill="${escaped(fill)}"` : ''}${stroke ? this.stroke(stroke) : ''}/>`)
        return
      }
      case 'text':
        this.text(primitive)
        return
      case 'image':
        this.image(primitive)
        return
      case 'group':
        this.group(primitive)
        return
    }
  }

  private image({ x, y, w, h, asset, crop = WHOLE }: Image): void {
    const url = this.options.imageUrl?.(asset)
    if (url === undefined) {
      const { sunken, line } = this.options.palette
      const stroke = { color: line, width: 1 }
      this.primitive({ kind: 'path', path: rectanglePath(x, y, w, h), fill: sunken, stroke })
      return
    }
    let id = this.images.get(asset)
    if (id === undefined) {
      id = `i${this.images.size + 1}`
      this.images.set(asset, id)
      // One unit wide and high: shares of its sides are its coordinates.
      this.add(
        `<defs><image id="${id}" width="1" height="1" preserveAspectRatio="none" href="${escaped(url)}"/></defs>`,
      )
    }
    const { scale } = this.options.placement
    this.add(
      `<svg x="${shortest(this.x(x), 3)}" y="${shortest(this.y(y), 3)}" width="${shortest(w * scale, 3)}" ` +
        `height="${shortest(h * scale, 3)}" viewBox="${[crop.x, crop.y, crop.w, crop.h].map((share) => shortest(share, 6)).join(' ')}" ` +
        `preserveAspectRatio="none"><use href="#${id}"/></svg>`,
    )
  }

  private group({ opacity, clip, turn, children }: Group): void {
    const attributes: string[] = []
    if (opacity !== undefined && opacity < 1) attributes.push(` opacity="${shortest(opacity, 3)}"`)
    if (turn) {
      const degrees = shortest((turn.angle * 180) / Math.PI, 3)
      attributes.push(` transform="rotate(${degrees} ${shortest(this.x(turn.x))} ${shortest(this.y(turn.y))})"`)
    }
    // The clip is given in the group's own coordinates, which the turn has not touched yet: so it stands outside.
    const write = () => {
      this.add(`<g${attributes.join('')}>`)
      this.write(children)
      this.add('</g>')
    }
    if (clip) this.clipped(clip, write)
    else write()
  }

  private text(line: TextLine): void {
    const { text, x, top, lineHeight, align, font, fontSize, weight, color } = line
    const size = fontSize * this.options.placement.scale
    if (size < MIN_TEXT && this.options.detail > 0) {
      const width = roughMeasure(text, font, fontSize, weight)
      const left = align === 'left' ? x : align === 'center' ? x - width / 2 : x - width
      const stroke = this.stroke({ color, width: fontSize * BAR_HEIGHT })
      const at = `${shortest(this.x(left))} ${shortest(this.y(top + lineHeight / 2))}`
      const bar = shortest(width * this.options.placement.scale)
      this.add(`<path d="M${at}h${bar}"${stroke} stroke-opacity="${BAR_OPACITY}"/>`)
      return
    }
    const baseline = top + (this.options.baseline?.(line) ?? baselineOf(line))
    const bold = weight === 'bold' ? ` font-weight="${BOLD_WEIGHT}"` : ''
    const anchor = align === 'left' ? '' : ` text-anchor="${align === 'center' ? 'middle' : 'end'}"`
    this.add(
      `<text x="${shortest(this.x(x))}" y="${shortest(this.y(baseline))}" font-family="${escaped(FONT_FAMILIES[font])}" ` +
        `font-size="${shortest(size)}"${bold} fill="${escaped(color)}"${anchor}>${escaped(text)}</text>`,
    )
  }

  private stroke({ color, width, dash }: StrokePaint): string {
    const { scale } = this.options.placement
    const shown = Math.max(this.options.detail > 0 ? MIN_LINE : 0, width * scale)
    const dashes = dash?.map((length) => shortest(length * scale, 2)).join(' ')
    // Dashes and gaps that flow into each other are a line.
    const dashed = dash && dash.reduce((sum, length) => sum + length, 0) * scale > 1
    return ` stroke="${escaped(color)}" stroke-width="${shortest(shown, 2)}"${dashed ? ` stroke-dasharray="${dashes}"` : ''}`
  }

  /** The path's data, without the steps that are shorter than `detail`; a speck where all of it is smaller. Relative: that is shorter. */
  private path(path: Path, detail: number): string {
    const data: string[] = []
    let [startX, startY, lastX, lastY] = [0, 0, 0, 0]
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const [i, command] of path.entries()) {
      if (command[0] === 'Z') {
        data.push('Z')
        lastX = startX
        lastY = startY
        continue
      }
      const begins = command[0] === 'M'
      // Rounded before the difference is taken: or the errors would add up along the path.
      const numbers = command
        .slice(1)
        .map((value, at) => rounded(at % 2 === 0 ? this.x(Number(value)) : this.y(Number(value))))
      const [x = 0, y = 0] = numbers.slice(-2)
      minX = Math.min(minX, x)
      maxX = Math.max(maxX, x)
      minY = Math.min(minY, y)
      maxY = Math.max(maxY, y)
      const next = path[i + 1]
      const ends = next === undefined || next[0] === 'M' || next[0] === 'Z'
      if (!begins && !ends && Math.hypot(x - lastX, y - lastY) < detail) continue
      data.push(
        begins
          ? `M${listed(numbers)}`
          : command[0].toLowerCase() + listed(numbers.map((value, at) => value - (at % 2 === 0 ? lastX : lastY))),
      )
      lastX = x
      lastY = y
      if (begins) {
        startX = x
        startY = y
      }
    }
    if (!(maxX >= minX)) return ''
    if (maxX - minX < detail && maxY - minY < detail) {
      const side = shortest(detail)
      return `M${listed([minX, minY])}h${side}v${side}h-${side}Z`
    }
    return data.join('')
  }

  private x(world: number): number {
    return world * this.options.placement.scale + this.options.placement.x
  }

  private y(world: number): number {
    return world * this.options.placement.scale + this.options.placement.y
  }

  private add(part: string): void {
    this.parts.push(part)
    this.length += part.length
  }
}

/** How far below the top of its line box the letters of a line stand: in whole px, as browsers place them. */
function baselineOf({ font, fontSize, lineHeight }: TextLine): number {
  const reach = FONT_REACH[font]
  const [ascent, descent] = [Math.round(reach.ascent * fontSize), Math.round(reach.descent * fontSize)]
  return Math.floor((lineHeight - ascent - descent) / 2) + ascent
}

const rounded = (value: number): number => (Number.isFinite(value) ? Math.round(value * 10) / 10 : 0)

/** Numbers of a path; a minus needs no space before it. */
const listed = (values: readonly number[]): string =>
  values.reduce((text, value) => {
    const number = shortest(value)
    return text + (text === '' || number.startsWith('-') ? number : ` ${number}`)
  }, '')

/** A number with few digits; what is none reads as 0, as one bad number makes a whole path vanish. */
function shortest(value: number, digits = 1): string {
  if (!Number.isFinite(value)) return '0'
  const text = String(Number(value.toFixed(digits)))
  return text.includes('e') ? '0' : text
}

/** Characters that XML can't hold, not even escaped: control characters, halves of surrogate pairs. */
const NOT_XML = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** A text as content or attribute of XML. */
export function escaped(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '')
}
