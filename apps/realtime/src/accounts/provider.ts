import type { Settings } from '../settings.ts'
import type { Provider } from './auth.ts'

/** The provider that the settings name. */
export function providerOf({ oidcUrl, oidcClientId, oidcClientSecret, oidcName }: Settings): Provider | undefined {
  if (!oidcUrl || !oidcClientId || !oidcClientSecret) return undefined
  return { discoveryUrl: oidcUrl, clientId: oidcClientId, clientSecret: oidcClientSecret, name: oidcName }
}
