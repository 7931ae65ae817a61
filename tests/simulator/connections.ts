import type { Person } from '@inkwire/board'
import type { SignedIn } from '@inkwire/realtime/accounts/accounts.ts'
import type { Connections } from '@inkwire/realtime/gateway/connection.ts'

type Handler = (...args: unknown[]) => void

/** A page's connection as the gateway sees it: what Socket.IO's `Socket` offers, as far as the gateway uses it. */
export class ServerSocket {
  data: unknown = undefined
  connected = true
  readonly conn = { writeBuffer: [], close: () => this.disconnect() }
  readonly rooms = new Set<string>()
  private readonly handlers = new Map<string, Handler>()

  constructor(
    readonly id: string,
    readonly person: Person,
    /** Brings an event to the page. */
    readonly emit: (event: string, ...args: unknown[]) => void,
    private readonly closed: () => void,
  ) {}

  get request(): this {
    return this
  }

  on(event: string, handler: Handler): void {
    this.handlers.set(event, handler)
  }

  /** An event that came from the page. */
  receive(event: string, ...args: unknown[]): void {
    if (this.connected) this.handlers.get(event)?.(...args)
  }

  async join(room: string): Promise<void> {
    if (this.connected) this.rooms.add(room)
  }

  async leave(room: string): Promise<void> {
    this.rooms.delete(room)
  }

  disconnect(): void {
    if (!this.connected) return
    this.connected = false
    this.rooms.clear()
    this.handlers.get('disconnect')?.()
    this.closed()
  }
}

/** All connections of one instance: what Socket.IO's `Server` offers, as far as the gateway uses it. */
export class ServerSockets {
  readonly sockets = { sockets: new Map<string, ServerSocket>() }
  private accepted: (socket: ServerSocket) => void = () => {}

  on(_event: 'connection', accepted: (socket: ServerSocket) => void): void {
    this.accepted = accepted
  }

  accept(socket: ServerSocket): void {
    this.sockets.sockets.set(socket.id, socket)
    this.accepted(socket)
  }

  readonly local = {
    emit: (event: string, ...args: unknown[]) => this.send(() => true, event, args),
    to: (where: string | readonly string[]) => {
      const named = new Set<string>(typeof where === 'string' ? [where] : where)
      const meant = (socket: ServerSocket) => named.has(socket.id) || [...socket.rooms].some((room) => named.has(room))
      return {
        emit: (event: string, ...args: unknown[]) => this.send(meant, event, args),
        except: (ids: readonly string[]) => ({
          emit: (event: string, ...args: unknown[]) =>
            this.send((socket) => meant(socket) && !ids.includes(socket.id), event, args),
        }),
      }
    },
  }

  /** As the gateway knows them. */
  get asConnections(): Connections {
    return this as unknown as Connections
  }

  private send(meant: (socket: ServerSocket) => boolean, event: string, args: unknown[]): void {
    for (const socket of this.sockets.sockets.values())
      if (socket.connected && meant(socket)) socket.emit(event, ...args)
  }
}

/** Who opened a connection: the simulator's sockets bring their person along. */
export const whoOpened = (request: unknown): SignedIn | undefined =>
  request instanceof ServerSocket ? { person: request.person, session: request.person.id, cookies: [] } : undefined
