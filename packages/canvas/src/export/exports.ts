import type { Desk } from '../desk.ts'
import type { Exporter, ExportOptions } from './exporter.ts'

export type PictureKind = 'png' | 'svg'

/** A picture on the clipboard is sharp on most screens. */
const COPY_SCALE = 2

/** The way to files and pictures of a board. */
export class Exports {
  constructor(private readonly desk: Desk) {}

  /** What makes them; its code is fetched when it is asked for. Rejects offline, before it was ever fetched. */
  async exporter(): Promise<Exporter> {
    const { Exporter } = await import('./exporter.ts')
    return new Exporter(this.desk)
  }

  /** Copies a picture, by default of the selection, or of the board where nothing is selected. Says how it went; never rejects. */
  async copy(kind: PictureKind, options: ExportOptions = this.usual()): Promise<void> {
    const picture = this.exporter().then((exporter) => (kind === 'png' ? exporter.png(options) : exporter.svg(options)))
    try {
      const clipboard: Clipboard | undefined = navigator.clipboard
      if (!clipboard) throw new Error('no clipboard on plain HTTP')
      // At once, with a promise: some browsers allow it only in the moment of the click.
      const data: Record<string, Promise<Blob>> = kind === 'png'
        ? { 'image/png': picture }
        : { 'text/plain': picture.then(asText) }
      await clipboard.write([new ClipboardItem(data)])
      this.desk.notify(kind === 'png' ? 'Copied as PNG.' : 'Copied as SVG.')
    } catch {
      picture.catch(() => {})
      this.desk.notify('This browser lets the page copy no picture: export it instead.')
    }
  }

  private usual(): ExportOptions {
    return { what: this.desk.selection.length > 0 ? 'selection' : 'board', background: false, scale: COPY_SCALE }
  }
}

const asText = async (file: Blob): Promise<Blob> => new Blob([await file.text()], { type: 'text/plain' })
