import { LIMITS } from '@inkwire/protocol'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { anonymous, genericOAuth } from 'better-auth/plugins'
import type { Database } from '../database/database.ts'

/** Where the library's own routes would lie; of them only the provider's way back is open (api/account.ts). */
export const ACCOUNT_PATH = '/api/v1/account'
/** The one provider that an operator can configure. */
export const PROVIDER = 'oidc'

/** A guest has nothing but the cookie: it must outlast a summer. */
export const SESSION_SECONDS = 365 * 24 * 60 * 60
/** The cookie is renewed on the first visit of a day. */
export const RENEW_SECONDS = 24 * 60 * 60

/** An OpenID Connect provider, by the operator's settings. */
export interface Provider {
  readonly discoveryUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** As the button names it. */
  readonly name: string
}

export interface AuthOptions {
  readonly database: Database
  readonly secret: string
  /** Where people reach the service; cookies are `Secure` where it is https. */
  readonly publicUrl: string
  readonly provider: Provider | undefined
  /** A guest has signed up, or signed in to an account that was there. Rejects when what is the guest's can't come along now. */
  readonly guestArrived: (guestUser: string, user: string) => Promise<void>
  readonly report: (message: string, details: object) => void
}

/** better-auth as we use it: sessions and cookies, passwords and their hashes, the way to a provider and back. */
export function createAuth({ database, secret, publicUrl, provider, guestArrived, report }: AuthOptions) {
  return betterAuth({
    database: prismaAdapter(database, { provider: 'postgresql' }),
    secret,
    baseURL: publicUrl,
    basePath: ACCOUNT_PATH,
    telemetry: { enabled: false },
    // Our routes have their own limits, which know the proxies that are trusted.
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) => report('the accounts library reported an error', { error: new Error(message) }),
    },
    onAPIError: { errorURL: '/account' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: LIMITS.passwordCharacters.least,
      maxPasswordLength: LIMITS.passwordCharacters.most,
    },
    account: {
      // Nobody's e-mail address is proved here: an account made for another one's address must not catch what the provider brings.
      accountLinking: { disableImplicitLinking: true, allowDifferentEmails: true, trustedProviders: [PROVIDER] },
    },
    // What the provider hands out is used once, to learn who somebody is, and opens nothing to whoever reads the database.
    databaseHooks: {
      account: { create: { before: withoutTokens }, update: { before: withoutTokens } },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: RENEW_SECONDS },
    advanced: { cookiePrefix: 'inkwire', defaultCookieAttributes: { sameSite: 'lax', httpOnly: true } },
    plugins: [
      anonymous({
        onLinkAccount: ({ anonymousUser, newUser }) => guestArrived(anonymousUser.user.id, newUser.user.id),
      }),
      genericOAuth({
        config: provider
          ? [
              {
                providerId: PROVIDER,
                discoveryUrl: provider.discoveryUrl,
                clientId: provider.clientId,
                clientSecret: provider.clientSecret,
                name: provider.name,
                scopes: ['openid', 'email', 'profile'],
                disableProviderLogout: true,
              },
            ]
          : [],
      }),
    ],
  })
}

const withoutTokens = async () => ({ data: { accessToken: null, refreshToken: null, idToken: null } })

export type Auth = ReturnType<typeof createAuth>
