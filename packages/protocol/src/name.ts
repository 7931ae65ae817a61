import { atLeast, atMost } from '@inkwire/board'
import * as z from 'zod/mini'
import { LIMITS } from './limits.ts'

/** Control characters, which a database can't hold or a line of a log would be broken by, and halves of surrogate pairs. */
const NO_NAME = /[\p{Cc}\p{Surrogate}]/u

/** The name of a board or a person, as it comes from anybody; without the spaces around it. */
export const name = z.string().check(
  z.trim(),
  atLeast(1),
  atMost(LIMITS.nameCharacters),
  z.refine((value) => !NO_NAME.test(value)),
)
