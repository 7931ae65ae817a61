import type { IncomingMessage } from 'node:http'
import { type AssetBody, LIMITS } from '@inkwire/protocol'
import type { FastifyRequest } from 'fastify'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

/** A phone on a poor connection needs so long for 10 MB; who is slower holds up others. */
const UPLOAD_MS = 5 * 60_000
/** Whoever is refused in the middle of sending may go on for so long, so that the answer is read. */
const LINGER_MS = 5_000

/** /api/v1/boards/:id/assets: images of a board; upload for whoever may edit it, download for whoever may view it. */
export const assets: Route = (app, { assets: stored }) => {
  const uploads = new TokenBuckets(LIMITS.uploadsPerMinute / 60, LIMITS.uploadsPerMinute)
  let running = 0

  app.get('/api/v1/boards/:id/assets/:asset', async (request, reply) => {
    const { board } = entryOf(request)
    const { asset } = request.params as { asset: string }
    if (!/^[0-9a-f]{64}$/.test(asset)) throw new ApiRefusal('asset.unknown')
    const found = await stored.open(board, asset)
    if (!found) throw new ApiRefusal('asset.unknown')
    const { row, file } = found
    const etag = `"${asset}"`
    reply
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('etag', etag)
      // Whatever a file pretends to be besides an image: it is shown as one, and nothing in it runs or loads anything.
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cross-origin-resource-policy', 'same-origin')
      .header('content-disposition', `inline; filename="image.${row.type.slice('image/'.length)}"`)
    if (request.headers['if-none-match']?.includes(etag)) {
      await file.close()
      return reply.status(304).send()
    }
    reply.header('content-length', row.bytes).type(row.type)
    return reply.send(file.createReadStream())
  })

  // Only here bodies are more than a few names; they come as a stream, and stop at the limit.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

    scope.post('/api/v1/boards/:id/assets', async (request, reply): Promise<AssetBody> => {
      try {
        const { person, board } = entryOf(request)
        if (!uploads.take(person.id)) throw new ApiRefusal('rate.limited')
        if (running >= LIMITS.uploadsAtOnce) throw new ApiRefusal('server.busy', 'many images are uploaded right now')
        running++
        try {
          const added = await stored.add(board, person.id, await bodyOf(request))
          if (added.kind === 'refused') throw new ApiRefusal(added.code)
          reply.status(201)
          return added.body
        } finally {
          running--
        }
      } catch (error) {
        letGo(request.raw)
        throw error
      }
    })
  })
}

/** All bytes of a body. Throws ApiRefusal as soon as it is larger than an image may be, and when it breaks off. */
async function bodyOf(request: FastifyRequest): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > LIMITS.assetBytes) throw new ApiRefusal('asset.too_large')
  const stream = request.raw
  const parts: Buffer[] = []
  let bytes = 0
  const slow = setTimeout(() => stream.destroy(new Error('the upload took too long')), UPLOAD_MS)
  try {
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes <= LIMITS.assetBytes) parts.push(part)
        else reject(new ApiRefusal('asset.too_large'))
      })
      stream.on('end', resolve)
      stream.on('error', () => reject(new ApiRefusal('request.invalid', 'the upload broke off')))
      stream.on('close', () => reject(new ApiRefusal('request.invalid', 'the upload broke off')))
    })
  } finally {
    clearTimeout(slow)
    stream.removeAllListeners('data')
  }
  return Buffer.concat(parts)
}

/** Reads on for a moment and keeps nothing: cut off at once, the sender would see a broken line instead of the answer. */
function letGo(stream: IncomingMessage): void {
  if (stream.complete) return
  stream.resume()
  const timer = setTimeout(() => stream.destroy(), LINGER_MS)
  stream.once('close', () => clearTimeout(timer))
  stream.once('error', () => {})
}
