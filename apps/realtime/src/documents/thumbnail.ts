import { gzipSync } from 'node:zlib'
import { boardSvg, PALETTES, type Theme } from '@inkwire/board'
import { roughSketcher } from '@inkwire/board/sketch'
import { THUMBNAIL_SIZE } from '@inkwire/protocol'
import { foldedDocument, type StoredDocument } from '../log/stored-document.ts'

export interface ThumbnailRequest {
  readonly document: StoredDocument
  readonly theme: Theme
}

/** The picture of a document as SVG, compressed (gzip). */
export function paintThumbnail({ document, theme }: ThumbnailRequest): Uint8Array {
  return gzipSync(
    boardSvg(foldedDocument(document), { ...THUMBNAIL_SIZE, palette: PALETTES[theme], sketch: roughSketcher() }),
  )
}
