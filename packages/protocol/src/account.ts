import { atLeast, atMost, type PersonId } from '@inkwire/board'
import * as z from 'zod/mini'
import { LIMITS } from './limits.ts'
import { name } from './name.ts'

const email = z.string().check(z.trim(), atMost(LIMITS.emailCharacters), z.email())
const { least, most } = LIMITS.passwordCharacters
const newPassword = z.string().check(atLeast(least), atMost(most))
const knownPassword = z.string().check(atLeast(1), atMost(most))

/** POST /account/sign-in */
export const credentials = z.object({ email, password: knownPassword })
export type Credentials = z.infer<typeof credentials>

/** POST /account/sign-up; a guest keeps being the same person. */
export const newAccount = z.object({
  email,
  password: newPassword,
  name,
})
export type NewAccount = z.infer<typeof newAccount>

/** PUT /account/password (204); `before` is missing where the account has none yet. */
export const passwordChange = z.object({ before: z.optional(knownPassword), after: newPassword })
export type PasswordChange = z.infer<typeof passwordChange>

/** DELETE /account (204): everything of mine, for good. GET /account/data is all of it as a zip. */
export const accountRemoval = z.object({ password: z.optional(knownPassword) })
export type AccountRemoval = z.infer<typeof accountRemoval>

/** How a person signs in. */
export interface AccountSummary {
  readonly email: string
  /** With a password. */
  readonly password: boolean
  /** Through the operator's provider. */
  readonly provider: boolean
}

/** GET /account: null for a guest and for nobody; the provider through which one can sign in, by its name on the button. `guests`: whom I was before I signed in. */
export interface AccountBody {
  readonly account: AccountSummary | null
  readonly provider: { readonly name: string } | null
  readonly guests: readonly PersonId[]
}

/** POST /account/provider: `back` is the path of ours on which the browser ends. */
export const providerRequest = z.object({
  back: z.string().check(atMost(500), z.regex(/^\/(?![/\\])[\w\-/#=?&.~%]*$/)),
})
export type ProviderRequest = z.infer<typeof providerRequest>

/** Where the browser goes to sign in. */
export interface ProviderBody {
  readonly url: string
}
