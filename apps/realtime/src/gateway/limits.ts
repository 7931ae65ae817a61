import { LIMITS } from '@inkwire/protocol'
import type { LimitSettings } from '../settings.ts'
import { TokenBuckets } from './token-bucket.ts'

/** How fast people may do things. */
export class GatewayLimits {
  readonly batches: TokenBuckets
  readonly batchBytes = new TokenBuckets(LIMITS.batchBytesPerMinute / 60, LIMITS.batchBytesPerMinute)
  readonly live: TokenBuckets
  readonly tails: TokenBuckets
  readonly joins: TokenBuckets
  readonly joinsOfAddress: TokenBuckets
  readonly boardPeople: number
  /** No more joins: this instance is about to stop. */
  draining = false

  constructor(settings: LimitSettings) {
    const perMinute = (count: number) => new TokenBuckets(count / 60, count)
    this.batches = new TokenBuckets(settings.actorBatchesPerSecond, 4 * settings.actorBatchesPerSecond)
    this.live = new TokenBuckets(settings.connectionLivePerSecond, 2 * settings.connectionLivePerSecond)
    this.tails = new TokenBuckets(settings.connectionTailsPerSecond, 5 * settings.connectionTailsPerSecond)
    this.joins = perMinute(settings.personJoinsPerMinute)
    this.joinsOfAddress = perMinute(settings.addressJoinsPerMinute)
    this.boardPeople = settings.boardPeople
  }
}
