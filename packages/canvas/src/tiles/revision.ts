/** Counts what was asked of the tiles: each change of the shown document, or of what lies on the overlay instead, is one more. */
export type Revision = number
