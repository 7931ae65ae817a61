import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ErrorCode, refusal } from '@inkwire/protocol'
import type { Server as Engine, Socket as EngineSocket } from 'engine.io'
import type { Accounts, SignedIn } from '../accounts/accounts.ts'
import type { LimitSettings } from '../settings.ts'
import { originAllowed } from './origin.ts'
import { TokenBuckets } from './token-bucket.ts'

export const SOCKET_PATH = '/socket.io/'

const STATUS = {
  401: 'Unauthorized',
  403: 'Forbidden',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
} as const
/** The one version of WebSocket that there is a standard for. */
const WEBSOCKET_VERSION = '13'
type Status = keyof typeof STATUS

type Checked =
  | { readonly ok: true; readonly signedIn: SignedIn | undefined }
  | { readonly ok: false; readonly status: Status; readonly code: ErrorCode }

export interface HandshakeOptions {
  readonly engine: Engine
  readonly accounts: Accounts
  readonly publicUrl: string | undefined
  readonly addressOf: (request: IncomingMessage) => string
  readonly limits: Pick<LimitSettings, 'addressConnections' | 'addressJoinsPerMinute'>
  readonly report: (message: string, error: unknown) => void
  readonly refused: (code: ErrorCode) => void
}

/**
 * Checks who wants to connect before the engine sees the request, so that a refusal is an HTTP status: 403 for a foreign origin,
 * 401 without a session, 426 for another version of WebSocket, 429 for too many, 503 while the database can't say who it is.
 */
export class Handshake {
  /** A school sits behind one address. */
  private readonly buckets: TokenBuckets
  /** How many connections of each address are open. */
  private readonly open = new Map<string, number>()
  private readonly signedIn = new WeakMap<IncomingMessage, SignedIn>()

  constructor(private readonly options: HandshakeOptions) {
    const { engine, limits, addressOf } = options
    this.buckets = new TokenBuckets(limits.addressJoinsPerMinute / 60, limits.addressJoinsPerMinute)
    engine.on('connection', (socket: EngineSocket) => {
      const address = addressOf(socket.request)
      this.count(address, 1)
      socket.once('close', () => this.count(address, -1))
    })
  }

  static concerns(request: IncomingMessage): boolean {
    return request.url?.startsWith(SOCKET_PATH) ?? false
  }

  /** Who opened a connection, by the request that opened it. */
  whoOpened(request: IncomingMessage): SignedIn | undefined {
    return this.signedIn.get(request)
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A client that hangs up during the check would otherwise end the process with an unhandled 'error'.
    const ignore = () => {}
    socket.on('error', ignore)
    const checked = await this.checkUpgrade(request)
    if (socket.destroyed) return
    if (!checked.ok) {
      this.options.refused(checked.code)
      const body = JSON.stringify({ error: refusal(checked.code) })
      socket.end(
        `HTTP/1.1 ${checked.status} ${STATUS[checked.status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
          `Sec-WebSocket-Version: ${WEBSOCKET_VERSION}\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
      return
    }
    socket.off('error', ignore)
    // The engine's types want the request that Express extends.
    this.options.engine.handleUpgrade(request as Parameters<Engine['handleUpgrade']>[0], socket, head)
  }

  async request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const checked = await this.check(request)
    if (!checked.ok) {
      this.options.refused(checked.code)
      response.writeHead(checked.status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ error: refusal(checked.code) }))
      return
    }
    this.options.engine.handleRequest(request as Parameters<Engine['handleRequest']>[0], response)
  }

  private async checkUpgrade(request: IncomingMessage): Promise<Checked> {
    const right = request.headers['sec-websocket-version'] === WEBSOCKET_VERSION
    return right ? this.check(request) : { ok: false, status: 426, code: 'request.invalid' }
  }

  private async check(request: IncomingMessage): Promise<Checked> {
    const { accounts, publicUrl, addressOf, limits, report } = this.options
    if (!originAllowed(request, publicUrl)) return { ok: false, status: 403, code: 'origin.refused' }
    // A request with a sid goes on with a connection that was checked; the sid can't be guessed.
    if (/[?&]sid=/.test(request.url ?? '')) return { ok: true, signedIn: undefined }
    const address = addressOf(request)
    const crowded = (this.open.get(address) ?? 0) >= limits.addressConnections
    if (crowded || !this.buckets.take(address)) return { ok: false, status: 429, code: 'rate.limited' }
    try {
      const signedIn = await accounts.signedIn(request.headers)
      if (!signedIn) return { ok: false, status: 401, code: 'session.missing' }
      this.signedIn.set(request, signedIn)
      return { ok: true, signedIn }
    } catch (error) {
      report('a handshake could not be checked', error)
      return { ok: false, status: 503, code: 'server.busy' }
    }
  }

  private count(address: string, by: number): void {
    const count = (this.open.get(address) ?? 0) + by
    if (count > 0) this.open.set(address, count)
    else this.open.delete(address)
  }
}
