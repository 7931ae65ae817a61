import { createServer } from 'node:http'
import { gunzipSync } from 'node:zlib'

/** A span as it arrived, as much of it as tests look at. */
export interface Span {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  /** OTLP: 2 is an error. */
  readonly status: { readonly code?: number }
  readonly attributes: { readonly [name: string]: unknown }
  /** Of the service that sent it. */
  readonly service: string
}

/** An OpenTelemetry collector of the test's own: takes traces over HTTP as JSON, and keeps them. */
export interface Collector {
  readonly url: string
  spans(): readonly Span[]
  /** All that came, as it came. */
  text(): string
  stop(): Promise<void>
}

interface Attribute {
  readonly key: string
  readonly value: { readonly [kind: string]: unknown }
}

interface TraceRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<Span, 'attributes'> & { attributes: readonly Attribute[] })[]
    }[]
  }[]
}

export async function startCollector(): Promise<Collector> {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const bytes = Buffer.concat(parts)
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
      if (request.method === 'POST' && request.url === '/v1/traces') bodies.push(body.toString('utf8'))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the collector has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    spans: () => bodies.flatMap((body) => spansOf(JSON.parse(body))),
    text: () => bodies.join('\n'),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function spansOf({ resourceSpans }: TraceRequest): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, service, attributes: attributesOf(span.attributes) })),
    )
  })
}

function attributesOf(attributes: readonly Attribute[]): Span['attributes'] {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
