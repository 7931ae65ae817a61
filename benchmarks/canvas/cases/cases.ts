import type { Case } from './case.ts'
import { drag1, drag1000 } from './dragging.ts'
import { draw10, draw100 } from './drawing.ts'
import { honest } from './honest.ts'
import { memory } from './memory.ts'
import { others } from './others.ts'
import { pan10, panAll, panFull10, panWheel10, zoomWheel } from './view.ts'

/** What is measured on a page that has loaded, in this order. */
export const CASES: Readonly<Record<string, Case>> = {
  memory,
  panAll,
  pan10,
  panFull10,
  panWheel10,
  zoomWheel,
  // Before anything is drawn, which would lie on top of what is dragged.
  drag1,
  drag1000,
  draw100,
  draw10,
  others,
  honest,
}

/** Drawn on an empty board too, to be compared with. */
export const ON_EMPTY: readonly string[] = ['draw100', 'draw10']
/** Those that only our own page can do: others draw on it, and it tells how far its picture is. */
export const OWN: ReadonlySet<string> = new Set(['others', 'honest'])
