import { type FolderBody, folderChange, folderId, LIMITS, placeChange } from '@inkwire/protocol'
import type { FastifyRequest } from 'fastify'
import { ApiRefusal, callerOf, entryOf } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/folders and /api/v1/boards/:id/place: how I arrange the boards that I may open. */
export const places: Route = (app, { places: kept }) => {
  app.post('/api/v1/folders', async (request, reply): Promise<FolderBody> => {
    const { id } = callerOf(request)
    const folder = await kept.newFolder(id, nameOf(request))
    if (!folder) throw new ApiRefusal('rate.limited', `a person has ${LIMITS.foldersPerPerson} folders at most`)
    reply.status(201)
    return { folder }
  })

  app.patch('/api/v1/folders/:id', async (request): Promise<FolderBody> => {
    const { id } = callerOf(request)
    const folder = { id: folderOf(request), name: nameOf(request) }
    if (!(await kept.renameFolder(id, folder.id, folder.name))) throw new ApiRefusal('folder.unknown')
    return { folder }
  })

  app.delete('/api/v1/folders/:id', async (request, reply) => {
    const { id } = callerOf(request)
    if (!(await kept.removeFolder(id, folderOf(request)))) throw new ApiRefusal('folder.unknown')
    return reply.status(204).send()
  })

  app.put('/api/v1/boards/:id/place', async (request, reply) => {
    const { board, person } = entryOf(request)
    const change = placeChange.safeParse(request.body)
    if (!change.success) throw new ApiRefusal('request.invalid')
    if (!(await kept.put(board, person.id, change.data))) throw new ApiRefusal('folder.unknown')
    return reply.status(204).send()
  })
}

function nameOf({ body }: FastifyRequest): string {
  const parsed = folderChange.safeParse(body)
  if (!parsed.success) throw new ApiRefusal('request.invalid', 'a folder has a name of 1 to 200 characters')
  return parsed.data.name
}

/** The folder that a request's address names. Throws ApiRefusal for what is no id. */
function folderOf({ params }: FastifyRequest): string {
  const parsed = folderId.safeParse((params as { id?: unknown }).id)
  if (!parsed.success) throw new ApiRefusal('folder.unknown')
  return parsed.data
}
