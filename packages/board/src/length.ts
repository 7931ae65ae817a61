import * as z from 'zod/mini'

interface Long {
  readonly length: number
}

/**
 * A text of at most so many UTF-16 units, or a list of so many items. zod's own check also looks at what is neither: an object
 * whose `length` can't be compared makes it throw.
 */
export const atMost = (most: number) => z.refine<Long>(({ length }) => length <= most)

export const atLeast = (least: number) => z.refine<Long>(({ length }) => length >= least)
