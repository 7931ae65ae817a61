/** A line that shows what something sticks to, world px: at `at` of its axis, over a length of the other one. */
export interface Guide {
  /** `x`: an upright line at that x; `y`: a level one at that y. */
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
  /** It measures a gap that is equal to others: ticks cross it. */
  readonly isGap?: true
}
