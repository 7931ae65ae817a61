import { LIMITS } from '@inkwire/protocol'
import { ACCOUNT_PATH } from '../accounts/auth.ts'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { personalData } from '../personal-data/personal-data.ts'
import { ApiRefusal, callerOf } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/account/data: all that is kept of me, as a zip. */
export const data: Route = (app, parts) => {
  const downloads = new TokenBuckets(LIMITS.dataDownloadsPerHour / 3_600, LIMITS.dataDownloadsPerHour)

  app.get(`${ACCOUNT_PATH}/data`, async (request, reply) => {
    const person = callerOf(request)
    if (!downloads.take(person.id)) throw new ApiRefusal('account.attempts')
    const zip = await personalData(parts, person, (error) => {
      request.log.error({ err: error }, "a person's data could not be read")
    })
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="inkwire-data.zip"')
      .type('application/zip')
      .send(zip)
  })
}
