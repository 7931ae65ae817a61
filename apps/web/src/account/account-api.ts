import { personId } from '@inkwire/board'
import type {
  AccountBody,
  AccountRemoval,
  Credentials,
  NewAccount,
  PasswordChange,
  ProviderBody,
} from '@inkwire/protocol'
import * as z from 'zod/mini'
import { request, sessionBody } from '../api.ts'

const accountBody: z.ZodMiniType<AccountBody> = z.object({
  account: z.nullable(z.object({ email: z.string(), password: z.boolean(), provider: z.boolean() })),
  provider: z.nullable(z.object({ name: z.string() })),
  guests: z.array(personId),
})
const providerBody: z.ZodMiniType<ProviderBody> = z.object({ url: z.string() })
const nothing = z.unknown()

/** How I sign in. */
export const getAccount = () => request('GET', '/account', accountBody)

export const signUp = (account: NewAccount) => request('POST', '/account/sign-up', sessionBody, account)

export const signIn = (credentials: Credentials) => request('POST', '/account/sign-in', sessionBody, credentials)

export const signOut = () => request('POST', '/account/sign-out', nothing)

export const signOutEverywhere = () => request('POST', '/account/sign-out-everywhere', nothing)

export const changePassword = (change: PasswordChange) => request('PUT', '/account/password', nothing, change)

/** Where all my data lies, as a zip. */
export const DATA_PATH = '/api/v1/account/data'

/** Deletes me, with everything that is mine. */
export const removeAccount = (removal: AccountRemoval) => request('DELETE', '/account', nothing, removal)

/** The provider's address, from which the browser comes back to `back`. */
export const toProvider = (back: string) => request('POST', '/account/provider', providerBody, { back })
