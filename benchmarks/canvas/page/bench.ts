import type { SceneCamera } from '../scene.ts'

/** What a page lets the driver do: `window.bench`. A page is a board that fills the viewport of 1,280 × 800 css px. */
export interface Bench {
  readonly name: string
  /** Resolves when the board can take calls. */
  readonly ready: Promise<void>
  /** Not timed: makes a document of the scene, as if it came out of a file. */
  prepare(count: number): Promise<void>
  /** Timed: replaces the board's content by the prepared one; resolves when the whole viewport is painted at its exact scale. */
  load(count: number): Promise<void>
  /** At once: neither animated nor clamped. */
  setCamera(x: number, y: number, zoom: number): void
  getCamera(): SceneCamera
  setTool(tool: 'select' | 'draw'): void
  /** Selects elements by their numbers in the scene. */
  select(indices: readonly number[]): void
  selectedCount(): number
  /** Elements on the board. */
  count(): number
  /** Where an element of the scene is, world px. */
  bounds(index: number): { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  /** Shares of the viewport that lack ink which they should have, and that show ink of an older document or another scale. */
  coverage?(): { readonly blank: number; readonly stale: number }
  /** Others come and are ready to draw; the answer lets them, for so long, ms. It resolves with the ms from each of their batches to its ink in the tiles. */
  othersDraw?(people: number, ms: number): Promise<() => Promise<readonly number[]>>
}
