import { createServer, type Server, type ServerResponse } from 'node:http'
import { refusal } from '@inkwire/protocol'

/** Answers before the service can: the process lives, and waits for the database. */
export class WaitingRoom {
  private readonly server: Server

  constructor(host: string, port: number) {
    this.server = createServer((request, response) => {
      switch (request.url) {
        case '/healthz':
          return answer(response, 200, { ok: true })
        case '/readyz':
          return answer(response, 503, { ok: false, saves: false, reason: 'The database does not answer.' })
        default:
          return answer(response, 503, { error: refusal('server.busy') })
      }
    })
    // Where the port is taken the service will say so, once it can listen itself.
    this.server.on('error', () => {})
    this.server.listen(port, host)
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve())
      this.server.closeAllConnections()
    })
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' })
  response.end(JSON.stringify(body))
}
