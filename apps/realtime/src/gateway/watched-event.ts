import type { Answer, ClientToServerEvents } from '@inkwire/protocol'
import type { Metrics } from '../metrics/metrics.ts'
import type { Tracing } from '../tracing/tracing.ts'

type EventName = keyof ClientToServerEvents
type EventWork = () => Promise<Answer<object> | undefined>

export interface EventWatch {
  readonly metrics: Pick<Metrics, 'joined' | 'refused' | 'liveDropped'>
  readonly tracing: Tracing
}

/** Those that are rare enough for a span each, and have an answer. */
const TRACED: ReadonlySet<EventName> = new Set(['board:join', 'batch', 'tail'])

/** Does what an event asks for; joins are timed, refusals counted, and both traced with the board. */
export async function watchedEvent(
  event: EventName,
  first: unknown,
  work: EventWork,
  { metrics, tracing }: EventWatch,
): Promise<Answer<object> | undefined> {
  const begun = performance.now()
  const answer = TRACED.has(event)
    ? await tracing.around(event, { 'inkwire.board': boardOf(first) }, work)
    : await work()
  if (answer?.ok === false) metrics.refused(answer.error.code)
  else if (event === 'board:join') metrics.joined((performance.now() - begun) / 1_000)
  return answer
}

/** The board that an event names; what is no id is not told. */
export function boardOf(first: unknown): string {
  const named = typeof first === 'object' && first !== null && 'board' in first ? first.board : first
  return typeof named === 'string' && /^[\w-]{1,64}$/.test(named) ? named : ''
}
