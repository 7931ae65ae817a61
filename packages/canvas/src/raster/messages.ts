import type { Element, ElementId } from '@inkwire/board'
import type { ThemeColors } from '../palette.ts'
import type { Revision } from '../tiles/revision.ts'
import type { FontSource } from './font-sources.ts'
import type { Patch } from './patch.ts'

/** What the page tells its raster worker. They are taken in the order in which they were sent. */
export type ToRaster =
  /** The document is this packed snapshot (`whole`; it may come before the page has read it), or these packed elements come to what is there. */
  | { readonly kind: 'elements'; readonly bytes: Uint8Array<ArrayBuffer>; readonly whole: boolean }
  | {
      readonly kind: 'change'
      /** Null: gone. */
      readonly elements: readonly (readonly [ElementId, Element | null])[]
      readonly revision: Revision
    }
  /** All that there was at the beginning has been sent. */
  | { readonly kind: 'loaded'; readonly revision: Revision }
  | { readonly kind: 'clear' }
  | { readonly kind: 'hide'; readonly ids: readonly ElementId[] }
  | { readonly kind: 'look'; readonly colors: ThemeColors }
  | { readonly kind: 'fonts'; readonly sources: readonly FontSource[] }
  /** Where the files of images lie: an absolute address with `/` at the end. */
  | { readonly kind: 'pictures'; readonly folder: string }
  | { readonly kind: 'want'; readonly patches: readonly Patch[] }

/** What a raster worker answers. */
export type FromRaster =
  | { readonly kind: 'ready' }
  | { readonly kind: 'painted'; readonly id: number; readonly bitmap: ImageBitmap; readonly revision: Revision }
  | { readonly kind: 'outdated'; readonly ids: readonly ElementId[] | 'all' }
