import type { Attributes, Span } from '@opentelemetry/api'
import type { Tracing } from './tracing.ts'

/** What is left at the end is sent within so long, or not at all. */
const FLUSH_MS = 2_000

/**
 * Traces over OTLP (HTTP, JSON). Endpoint, headers, sampling and the service's name are OpenTelemetry's own variables, which its packages read
 * themselves. They are loaded here, so that an instance without traces does not carry them.
 *
 * @param report told when spans could not be sent
 */
export async function openTelemetry(report: (message: string, details: object) => void): Promise<Tracing> {
  const { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = await import(
    '@opentelemetry/api'
  )
  const { detectResources, envDetector, resourceFromAttributes } = await import('@opentelemetry/resources')
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node')
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  const quiet = () => {}
  const failed = (reason: string) => report('traces could not be sent', { reason: reason.slice(0, 200) })
  diag.setLogger({ error: failed, warn: quiet, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.ERROR)
  const named = resourceFromAttributes({ 'service.name': 'inkwire' })
  const provider = new NodeTracerProvider({
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  provider.register()
  const tracer = trace.getTracer('inkwire')

  const end = (span: Span, attributes: Attributes, fault: boolean) => {
    span.setAttributes(attributes)
    if (fault) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
  }
  return {
    around: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes: { ...attributes } }, async (span) => {
        let fault = true
        try {
          const result = await work()
          fault = false
          return result
        } finally {
          end(span, {}, fault)
        }
      }),
    request(name, headers) {
      const parent = propagation.extract(ROOT_CONTEXT, headers)
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, parent)
      return { end: (attributes, fault) => end(span, { ...attributes }, fault) }
    },
    async close() {
      const late = new Promise((resolve) => setTimeout(resolve, FLUSH_MS).unref())
      await Promise.race([provider.shutdown().catch(() => {}), late])
      context.disable()
    },
  }
}
