import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { thumbnailTheme } from '@inkwire/protocol'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

const decompress = promisify(gunzip)

/** An SVG is a document: opened by itself it must neither run nor load anything. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** /api/v1/boards/:id/thumbnail.svg: a picture of the board for whoever may view it, and for its owner while it is in the trash. */
export const thumbnail: Route = (app, { log, thumbnails }) => {
  app.get('/api/v1/boards/:id/thumbnail.svg', async (request, reply) => {
    const { board } = entryOf(request)
    const { theme = 'light' } = request.query as { theme?: unknown }
    const parsed = thumbnailTheme.safeParse(theme)
    if (!parsed.success) throw new ApiRefusal('request.invalid', 'a theme is light or dark')
    const head = (await log.heads([board])).get(board)
    if (!head) throw new ApiRefusal('board.unknown')

    reply
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-encoding')
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
    const etag = thumbnails.etag(head, parsed.data)
    if (request.headers['if-none-match']?.includes(etag)) return reply.header('etag', etag).status(304).send()
    const picture = await thumbnails.get(board, head, parsed.data)
    reply.header('etag', picture.etag).type('image/svg+xml; charset=utf-8')
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(await decompress(picture.svg))
    return reply.header('content-encoding', 'gzip').send(Buffer.from(picture.svg))
  })
}
