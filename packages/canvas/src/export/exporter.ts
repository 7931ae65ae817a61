import { isSketchy, type PaintContext } from '@inkwire/board'
import type { Size } from '../camera.ts'
import type { Desk } from '../desk.ts'
import { dataUrl } from './data-url.ts'
import { pngOf } from './png.ts'
import { possibleScale, type Sheet, sheetOf, sizeOf } from './sheet.ts'
import { slices } from './slices.ts'
import { svgOf } from './svg.ts'

/** What of a board is exported. */
export interface ExportOptions {
  readonly what: 'board' | 'selection'
  /** On the canvas's colour, not see-through. */
  readonly background: boolean
  /** px of the picture per px of the world; of an SVG always 1. */
  readonly scale: number
  /** Gives it up: the promise rejects. */
  readonly signal?: AbortSignal
}

/** How large a picture gets. */
export interface ExportSize extends Size {
  /** It can't be as large as was wanted: no canvas is. */
  readonly reduced: boolean
}

/** Makes files of a board, painted as the screen is, in slices of the page's time. */
export class Exporter {
  constructor(private readonly desk: Desk) {}

  /** px of the picture; undefined: there is nothing to be seen. */
  size({ what, scale }: Pick<ExportOptions, 'what' | 'scale'>): ExportSize | undefined {
    const sheet = this.sheet(what)
    if (!sheet) return undefined
    const possible = possibleScale(sheet.box, scale)
    const { w, h } = sizeOf(sheet.box)
    return { w: Math.floor(w * possible), h: Math.floor(h * possible), reduced: possible < scale }
  }

  /** Rejects when there is nothing, or no memory. */
  async png({ what, background, scale, signal }: ExportOptions): Promise<Blob> {
    const sheet = this.certainSheet(what)
    const { colors, pictures } = this.desk
    const possible = possibleScale(sheet.box, scale)
    const context = await this.context(sheet, possible)
    return pngOf(sheet, { scale: possible, background, colors, context, pictures, pause: slices(signal) })
  }

  /** Rejects when there is nothing. */
  async svg({ what, background, signal }: Omit<ExportOptions, 'scale'>): Promise<Blob> {
    const sheet = this.certainSheet(what)
    const { colors, pictures } = this.desk
    const context = await this.context(sheet, 1)
    const folder = pictures?.folder
    const imageUrl = async (asset: string) => (folder === undefined ? undefined : fileUrl(folder + asset))
    const text = await svgOf(sheet, { background, colors, context, imageUrl, pause: slices(signal) })
    return new Blob([text], { type: 'image/svg+xml' })
  }

  private sheet(what: ExportOptions['what']): Sheet | undefined {
    const { scene, selection } = this.desk
    return sheetOf(scene, what === 'board' ? 'board' : selection)
  }

  private certainSheet(what: ExportOptions['what']): Sheet {
    const sheet = this.sheet(what)
    if (!sheet) throw new Error('there is nothing to be seen')
    return sheet
  }

  private async context({ elements }: Sheet, scale: number): Promise<PaintContext> {
    const { scene, colors } = this.desk
    const context = { ...scene.context, palette: colors, scale, frameNames: true }
    if (!elements.some(isSketchy)) return context
    const { roughSketcher } = await import('@inkwire/board/sketch')
    return { ...context, sketch: roughSketcher() }
  }
}

async function fileUrl(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(address, { credentials: 'same-origin', cache: 'force-cache' })
    return answer.ok ? await dataUrl(await answer.blob()) : undefined
  } catch {
    return undefined
  }
}
