import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { freePort } from '../../scripts/free-port.ts'

/** An OpenID Connect provider over real HTTP, which knows whoever `user` says and asks nothing. */
export interface OidcProvider {
  readonly discoveryUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who is signed in there. */
  user: { readonly sub: string; readonly email: string; readonly name: string; readonly email_verified: boolean }
  stop(): Promise<void>
}

const base64 = (value: object | Buffer): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url')

export async function startOidcProvider(): Promise<OidcProvider> {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [clientId, clientSecret] = ['inkwire', randomBytes(16).toString('hex')]
  const codes = new Map<string, URLSearchParams>()
  const provider = {
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    user: { sub: 'ann', email: 'ann@example.org', name: 'Ann', email_verified: true },
  }
  const signed = (claims: object): string => {
    const content = `${base64({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${base64(claims)}`
    return `${content}.${base64(createSign('sha256').update(content).sign(privateKey))}`
  }
  const token = (request: IncomingMessage, body: URLSearchParams): object | undefined => {
    const asked = codes.get(body.get('code') ?? '')
    codes.delete(body.get('code') ?? '')
    const basic = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()
    const secret = body.get('client_secret') ?? decodeURIComponent(basic.split(':')[1] ?? '')
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    if (!asked || secret !== clientSecret || challenge !== asked.get('code_challenge')) return undefined
    if (body.get('redirect_uri') !== asked.get('redirect_uri')) return undefined
    const iat = Math.floor(Date.now() / 1_000)
    const nonce = asked.get('nonce')
    const claims = { iss: issuer, aud: clientId, iat, exp: iat + 600, ...provider.user, ...(nonce ? { nonce } : {}) }
    return { access_token: 'a', token_type: 'Bearer', expires_in: 600, id_token: signed(claims) }
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const json = (body: object | undefined) => {
      response.writeHead(body ? 200 : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body ?? { error: 'invalid_grant' }))
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        subject_types_supported: ['public'],
        response_types_supported: ['code'],
      })
    } else if (url.pathname === '/keys') {
      json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] })
    } else if (url.pathname === '/authorize') {
      const code = randomBytes(8).toString('hex')
      codes.set(code, url.searchParams)
      const back = new URL(url.searchParams.get('redirect_uri') ?? issuer)
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      response.writeHead(302, { location: back.href }).end()
    } else if (url.pathname === '/token') {
      let body = ''
      for await (const part of request) body += part
      json(token(request, new URLSearchParams(body)))
    } else json(undefined)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return Object.assign(provider, {
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}
