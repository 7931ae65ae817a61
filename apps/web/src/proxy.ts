import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { contentPolicy } from './security/content-policy.ts'
import { framedBy } from './security/embedding.ts'
import { NONCE_HEADER } from './security/nonce.ts'

/** 128 bits, as an attacker must not guess it. */
const NONCE_BYTES = 16

/** Every page comes with a policy of its own. Next gives the nonce, which it finds in the request's policy, to its own scripts. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  const origins = framedBy(request.nextUrl.pathname, process.env.EMBED_ORIGINS)
  const policy = contentPolicy({ nonce, framedBy: origins, development: process.env.NODE_ENV === 'development' })
  const headers = new Headers(request.headers)
  headers.set(NONCE_HEADER, nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  // For browsers that don't know frame-ancestors; it can't list origins.
  if (origins.length === 0) response.headers.set('x-frame-options', 'DENY')
  return response
}

/** All but the files of a build, and the service worker, which fetches them. */
export const config = { matcher: ['/((?!_next/static|_next/image|icon.svg|service-worker.js).*)'] }
