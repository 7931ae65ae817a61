import type { Box, Props } from '@inkwire/board'
import type { Camera, Size } from '../camera.ts'
import type { ThemeColors } from '../palette.ts'

/** What is printed on the canvas below everything, the same for all people on the board. */
export type Paper = 'plain' | 'dots' | 'lines' | 'squares'

export const PAPERS: readonly Paper[] = ['plain', 'dots', 'lines', 'squares']

/** World px from mark to mark at zoom 1. */
export const PAPER_SPACING = 20
/** Marks that come nearer to each other on screen than this, css px, are thinned out to every second one. */
const NEAREST = 16
/** A dot's side, css px. */
const DOT = 2
/** Of the muted colour: a dot is so small that a line's colour would be lost in it. */
const DOT_OPACITY = 0.45

/** The paper of a board, by its meta. */
export function paperOf(meta: Props): Paper {
  const named = Object.hasOwn(meta, 'paper') ? meta.paper : undefined
  return PAPERS.find((paper) => paper === named) ?? 'plain'
}

/** World px from mark to mark at a zoom: halved or doubled until it is easy on the eyes, so that marks of all zooms lie on each other. */
export function paperSpacing(zoom: number): number {
  if (!Number.isFinite(zoom) || zoom <= 0) return PAPER_SPACING
  return PAPER_SPACING * 2 ** Math.ceil(Math.log2(NEAREST / (PAPER_SPACING * zoom)))
}

/**
 * Paints the marks of a paper, not its colour, over the whole of a view.
 *
 * @param context its transform is left alone and taken to be that of device px
 * @param size of the view, css px
 * @param ratio device px per css px
 */
export function paintPaper(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  camera: Camera,
  size: Size,
  ratio: number,
  colors: ThemeColors,
  paper: Paper,
): void {
  if (paper === 'plain') return
  const [width, height] = [Math.round(size.w * ratio), Math.round(size.h * ratio)]
  const scale = camera.zoom * ratio
  const spacing = paperSpacing(camera.zoom)
  // Half a mark outside on each side is still seen.
  const columns = paper === 'lines' ? [] : marks(camera.x, width, spacing, scale)
  const rows = marks(camera.y, height, spacing, scale)
  if (paper === 'dots') {
    const side = Math.max(1, Math.round(DOT * ratio))
    const half = Math.floor(side / 2)
    const alpha = context.globalAlpha
    context.globalAlpha = alpha * DOT_OPACITY
    context.fillStyle = colors.muted
    for (const y of rows) for (const x of columns) context.fillRect(x - half, y - half, side, side)
    context.globalAlpha = alpha
    return
  }
  context.fillStyle = colors.line
  const thin = Math.max(1, Math.floor(ratio))
  for (const y of rows) context.fillRect(0, y, width, thin)
  for (const x of columns) context.fillRect(x, 0, thin, height)
}

/**
 * The same for a picture as SVG: a pattern, and a rectangle of it. Nothing on plain paper.
 *
 * @param box what the picture shows, world px
 * @param id of the pattern, unique in the picture
 */
export function paperSvg(box: Box, colors: ThemeColors, paper: Paper, id = 'paper'): string {
  if (paper === 'plain') return ''
  const step = PAPER_SPACING
  const drawing: { readonly [P in Exclude<Paper, 'plain'>]: string } = {
    dots: `<rect width="${DOT}" height="${DOT}" fill="${colors.muted}" fill-opacity="${DOT_OPACITY}"/>`,
    lines: `<path d="M0 .5H${step}" stroke="${colors.line}"/>`,
    squares: `<path d="M0 .5H${step}M.5 0V${step}" stroke="${colors.line}"/>`,
  }
  const place = `x="${box.minX}" y="${box.minY}" width="${box.maxX - box.minX}" height="${box.maxY - box.minY}"`
  return (
    `<pattern id="${id}" width="${step}" height="${step}" patternUnits="userSpaceOnUse">${drawing[paper]}</pattern>` +
    `<rect ${place} fill="url(#${id})"/>`
  )
}

/** Whole device px at which marks lie along one axis of a view that begins at a world coordinate. */
function marks(from: number, length: number, spacing: number, scale: number): readonly number[] {
  const first = Math.floor(from / spacing)
  const count = Math.ceil(length / (spacing * scale)) + 1
  return Array.from({ length: count + 1 }, (_, at) => Math.round(((first + at) * spacing - from) * scale))
}
