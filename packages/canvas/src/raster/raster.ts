import type { ElementId } from '@inkwire/board'
import type { ThemeColors } from '../palette.ts'
import type { Revision } from '../tiles/revision.ts'
import type { Patch, Picture } from './patch.ts'

/** What a raster tells. */
export interface RasterListener {
  /** It has the whole document, and paints from now on. */
  ready(): void
  /** A patch is painted, from the document of a revision. */
  painted(id: number, picture: Picture, revision: Revision): void
  /** It can't paint: another one has to. */
  failed(): void
  /** These look different now though they did not change (a picture came), or all do (a font came). */
  outdated(ids: readonly ElementId[] | 'all'): void
}

/** Paints patches of the shown document: in a worker, or in slices of the page's own time. */
export interface Raster {
  /** It paints from the page's own scene: what changed is in its patches at once. */
  readonly shares: boolean
  /** Another document is there, at which the page has not looked yet. Answers whether the raster has taken it: then `change` needn't tell. */
  documentCame(): boolean
  /** These elements are others now, or gone; the document is that of a revision then. */
  change(ids: Iterable<ElementId>, revision: Revision): void
  /** These are left out of patches, and no others. */
  hide(ids: readonly ElementId[]): void
  look(colors: ThemeColors): void
  /** A font came to the page: texts may measure differently. */
  fontsCame(): void
  /** All that is to be painted, the most urgent first. What was asked before and is not among it is dropped. */
  want(patches: readonly Patch[]): void
  close(): void
}
