import { LIMITS, personChange, type SessionBody } from '@inkwire/protocol'
import { countedAddress } from '../gateway/address.ts'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { ApiRefusal, callerOf, sendCookies } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/session: who am I, be a guest, change my name and colour. */
export const session: Route = (app, { accounts, gateway }) => {
  const guests = new TokenBuckets(LIMITS.guestsPerMinuteAndAddress / 60, LIMITS.guestsPerMinuteAndAddress)

  app.get('/api/v1/session', async (request, reply): Promise<SessionBody> => {
    const signedIn = await accounts.signedIn(request.headers)
    if (!signedIn) return { person: null }
    sendCookies(reply, signedIn)
    return { person: signedIn.person }
  })

  app.post('/api/v1/session', async (request, reply): Promise<SessionBody> => {
    const before = await accounts.signedIn(request.headers)
    if (!before && !guests.take(countedAddress(request.ip))) throw new ApiRefusal('rate.limited')
    const signedIn = before ?? (await accounts.signInAsGuest())
    sendCookies(reply, signedIn)
    return { person: signedIn.person }
  })

  app.patch('/api/v1/session', async (request): Promise<SessionBody> => {
    const { id } = callerOf(request)
    const change = personChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid', 'a name has 1 to 200 characters, a colour is #rrggbb')
    const person = await accounts.change(id, change.data)
    gateway.personChanged(person)
    return { person }
  })
}
