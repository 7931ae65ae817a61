import * as z from 'zod/mini'
import { type EditorStorage, storedValue } from './storage.ts'

const KEY = 'inkwire.preferences'

/** How a person likes to work in this browser. */
export interface PreferenceValues {
  /** What is moved, resized or drawn sticks to edges and centres of others. */
  readonly snapping: boolean
  /** The same with the marks of the paper. */
  readonly gridSnap: boolean
  /** A marquee takes only what lies whole in it, not all that it touches. */
  readonly wholeOnly: boolean
  /** A pen draws, fingers move the paper. null: nobody said so yet, the first pen decides. */
  readonly penMode: boolean | null
}

const FIRST: PreferenceValues = { snapping: true, gridSnap: false, wholeOnly: false, penMode: null }

const stored = z.partial(
  z.object({
    snapping: z.boolean(),
    gridSnap: z.boolean(),
    wholeOnly: z.boolean(),
    penMode: z.union([z.boolean(), z.null()]),
  }),
)

/** What stays as it was chosen until it is chosen otherwise, also on the next visit. */
export class Preferences {
  private current: PreferenceValues

  constructor(
    private readonly storage: EditorStorage,
    private readonly changed: () => void,
  ) {
    const found = stored.safeParse(storedValue(storage, KEY))
    this.current = { ...FIRST, ...(found.success ? found.data : {}) }
  }

  get values(): PreferenceValues {
    return this.current
  }

  set(change: Partial<PreferenceValues>): void {
    this.current = { ...this.current, ...change }
    this.storage.set(KEY, JSON.stringify(this.current))
    this.changed()
  }
}
