import { PALETTES, type PaintContext } from '@inkwire/board'
import { roughSketcher } from '@inkwire/board/sketch'
import { paintPatch, pngOf, sheetOf, sizeOf, svgOf, THEMES, type Theme } from '@inkwire/canvas/testing'
import { painter } from './painting.ts'
import { dataOf, differenceOf } from './pixels.ts'
import { ROWS } from './rows.ts'
import { Sheet } from './sheet.ts'

/**
 * What a channel may differ by where no edge explains it (see differenceOf). PNG is painted by the same painter. An SVG is painted by
 * another part of the browser, whose letters lie on other fractions of a pixel; a reference may come from a machine that smooths
 * letters in another way.
 */
const SLACK = { png: 2, svg: 64, reference: 64 }

/** References are kept in the repository: px. */
const MOST_WIDTH = 240
const MOST_HEIGHT = 160
/** ms */
const FONTS_READ = 150

export interface Painted {
  /** A PNG as a data URL. */
  readonly picture: string
  /** What does not look alike; none is as it should be. */
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly what: string
  /** The picture that differs, as a data URL. */
  readonly picture: string
}

export const rowNames = (): readonly string[] => Object.keys(ROWS)

/** Paints a row as tiles are painted, and compares PNG, SVG and the reference (a data URL; null: there is none yet) with it. */
export async function paintedRow(name: string, theme: Theme, reference: string | null): Promise<Painted> {
  const sheet = new Sheet(ROWS[name] ?? [])
  const exported = sheetOf(sheet.scene, 'board')
  if (!exported) throw new Error(`${name} shows nothing`)
  const { w, h } = sizeOf(exported.box)
  if (w > MOST_WIDTH || h > MOST_HEIGHT) throw new Error(`${name} is ${w} × ${h} px`)
  const colors = THEMES[theme]
  const screen = canvasOf(w, h)
  const patch = { id: 1, scale: 1, left: exported.box.minX, top: exported.box.minY, w, h }
  for (const _ of paintPatch(screen.context, patch, { scene: sheet.scene, painter, colors, hidden: new Set() }));
  screen.context.globalCompositeOperation = 'destination-over'
  screen.context.fillStyle = colors.canvas
  screen.context.fillRect(0, 0, w, h)
  const pixels = dataOf(screen.canvas)
  const context: PaintContext = {
    ...sheet.scene.context,
    palette: PALETTES[theme],
    scale: 1,
    frameNames: true,
    sketch: roughSketcher(),
  }
  const shared = { background: true, colors, context, pause: async () => {} }
  const png = await pngOf(exported, { ...shared, scale: 1, pictures: null })
  const svg = await svgOf(exported, { ...shared, imageUrl: async () => undefined })
  const faults: Fault[] = []
  const compare = async (what: keyof typeof SLACK, url: string) => {
    const other = await drawn(url, w, h)
    const { count, at } = differenceOf(pixels, dataOf(other), SLACK[what])
    if (count === 0) return
    const sentence = `${name}: ${count} pixels differ from the ${what}, the first at ${at.join(', ')}`
    faults.push({ what: sentence, picture: other.toDataURL() })
  }
  await compare('png', URL.createObjectURL(png))
  await compare('svg', URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })))
  if (reference) await compare('reference', reference)
  return { picture: screen.canvas.toDataURL(), faults }
}

function canvasOf(w: number, h: number) {
  const canvas = document.createElement('canvas')
  canvas.width = w
  canvas.height = h
  const context = canvas.getContext('2d')
  if (!context) throw new Error('there is no canvas to paint on')
  return { canvas, context }
}

async function drawn(url: string, w: number, h: number): Promise<HTMLCanvasElement> {
  const image = new Image()
  image.src = url
  await image.decode()
  const { canvas, context } = canvasOf(w, h)
  // Fonts that are in an SVG are read when it is drawn first, and there when it is drawn next.
  context.drawImage(image, 0, 0)
  await new Promise((resolve) => setTimeout(resolve, FONTS_READ))
  context.clearRect(0, 0, w, h)
  context.drawImage(image, 0, 0)
  return canvas
}
