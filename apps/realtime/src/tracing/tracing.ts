import type { IncomingHttpHeaders } from 'node:http'

/** What is told of a span: never a name, a key or a cookie. */
export type SpanAttributes = { readonly [name: string]: string | number }

/** A span that has begun. */
export interface OpenSpan {
  /** @param failed whether it ended with a fault of ours */
  end(attributes: SpanAttributes, failed: boolean): void
}

/** Tells an operator's collector where time goes. */
export interface Tracing {
  /** A span around work; spans within it are its children. */
  around<Result>(name: string, attributes: SpanAttributes, work: () => Promise<Result>): Promise<Result>
  /** A span of a request, which goes on with the trace that its headers name. */
  request(name: string, headers: IncomingHttpHeaders): OpenSpan
  /** Sends what is left. Never rejects. */
  close(): Promise<void>
}

const NO_SPAN: OpenSpan = { end: () => {} }

/** Where no collector is set: nothing is loaded, and nothing is done. */
export const noTracing: Tracing = {
  around: (_name, _attributes, work) => work(),
  request: () => NO_SPAN,
  close: async () => {},
}
