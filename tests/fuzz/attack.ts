import type { BoardId, Epoch } from '@inkwire/board'
import type { Guest } from '../servers/guest.ts'
import type { Seeded } from '../simulator/seeded.ts'
import type { Budget } from './budget.ts'

/** What is attacked. */
export interface Target {
  readonly origin: string
  readonly port: number
  /** The board on which others draw meanwhile. Attackers have its link: they may edit it. */
  readonly board: BoardId
  readonly key: string
  readonly epoch: Epoch
  /** People with sessions, whom attackers use by turns. */
  readonly guests: readonly Guest[]
  /** Counts what the server answered or did. */
  count(outcome: string, times?: number): void
}

/** A way to be hostile: a new one is a row in attacks/attacks.ts. */
export interface Attack {
  readonly title: string
  /** Of a thousand messages so many. */
  readonly share: number
  /** Attackers at once; each has a sequence of its own. */
  readonly attackers: number
  /** Sends what is in the budget and resolves. What it sends depends on `random` alone, not on what is answered. */
  run(target: Target, random: Seeded, budget: Budget): Promise<void>
}

/** An address for X-Forwarded-For: limits per address must not be what saves the server here. */
export const anyAddress = (random: Seeded): string =>
  `10.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}`
