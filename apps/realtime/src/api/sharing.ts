import type { BoardId, PersonId } from '@inkwire/board'
import { LIMITS, linkChange, memberChange, newMember, personId, type SharingBody } from '@inkwire/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import type { Hindrance } from '../sharing/sharing.ts'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/boards/:id/sharing, /members, /link: who may do what; read by whoever may edit, changed by the owner. */
export const sharing: Route = (app, { sharing: shared, gateway }) => {
  const changes = new TokenBuckets(LIMITS.sharingChangesPerMinute / 60, LIMITS.sharingChangesPerMinute)

  const told = async (board: BoardId, person: PersonId, reply: FastifyReply): Promise<SharingBody> => {
    const body = await shared.of(board, person)
    if (!body) throw new ApiRefusal('board.unknown')
    reply.header('cache-control', 'no-store')
    return body
  }

  /** For the owner: makes a change, tells everybody whom it concerns, and answers how things stand. */
  const change = async (
    request: FastifyRequest,
    reply: FastifyReply,
    make: (board: BoardId) => Promise<Hindrance>,
  ): Promise<SharingBody> => {
    const { board, person } = entryOf(request)
    if (!changes.take(person.id)) throw new ApiRefusal('rate.limited')
    const hindrance = await make(board)
    if (hindrance) throw new ApiRefusal(hindrance)
    gateway.accessChanged(board)
    return told(board, person.id, reply)
  }

  app.get('/api/v1/boards/:id/sharing', (request, reply) => {
    const { board, person } = entryOf(request)
    return told(board, person.id, reply)
  })

  app.post('/api/v1/boards/:id/members', (request, reply) =>
    change(request, reply, (board) => {
      const parsed = newMember.safeParse(request.body)
      if (!parsed.success) throw new ApiRefusal('request.invalid', 'a member has an e-mail address and a role')
      return shared.add(board, parsed.data.email, parsed.data.role)
    }),
  )

  app.patch('/api/v1/boards/:id/members/:person', (request, reply) =>
    change(request, reply, (board) => {
      const parsed = memberChange.safeParse(request.body)
      if (!parsed.success) throw new ApiRefusal('request.invalid')
      return shared.change(board, memberOf(request), parsed.data.role)
    }),
  )

  // The owner removes others; everybody can leave.
  app.delete('/api/v1/boards/:id/members/:person', async (request, reply) => {
    const { board, person, role } = entryOf(request)
    const member = memberOf(request)
    if (role === 'owner' ? member === person.id : member !== person.id) throw new ApiRefusal('access.denied')
    if (!changes.take(person.id)) throw new ApiRefusal('rate.limited')
    const hindrance = await shared.remove(board, member)
    if (hindrance) throw new ApiRefusal(hindrance)
    gateway.accessChanged(board)
    return reply.status(204).send()
  })

  app.patch('/api/v1/boards/:id/link', (request, reply) =>
    change(request, reply, (board) => {
      const parsed = linkChange.safeParse(request.body)
      if (!parsed.success) throw new ApiRefusal('request.invalid')
      return shared.changeLink(board, parsed.data)
    }),
  )

  app.post('/api/v1/boards/:id/link', (request, reply) => change(request, reply, (board) => shared.newLink(board)))
}

/** The person that a request's address names. Throws ApiRefusal for what is no id. */
function memberOf({ params }: FastifyRequest): PersonId {
  const parsed = personId.safeParse((params as { person?: unknown }).person)
  if (!parsed.success) throw new ApiRefusal('request.invalid')
  return parsed.data
}
