import { type ActorId, equalProps, type Props } from '@inkwire/board'
import type { Present } from '@inkwire/protocol'

/** Another instance says every 5 s who is there; who was not mentioned for so long is gone. */
export const PRESENCE_TTL_MS = 15_000

/** `own`: somebody came or went here; `foreign`: on another instance. */
export type PresenceOrigin = 'own' | 'foreign'
export type PresenceListener = (present: readonly Present[], gone: readonly ActorId[], origin: PresenceOrigin) => void

interface Foreign {
  readonly present: Present
  readonly instance: string
  readonly until: number
}

/** Who is on a board, over all instances: its own people, and those that other instances have told of lately. */
export class Presence {
  private readonly own = new Map<ActorId, Present>()
  private readonly foreign = new Map<ActorId, Foreign>()
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly changed: PresenceListener) {}

  /** All pages on the board. */
  all(): Present[] {
    const all = new Map<ActorId, Present>()
    for (const [actor, { present }] of this.foreign) all.set(actor, present)
    for (const [actor, present] of this.own) all.set(actor, present)
    return [...all.values()]
  }

  /** Those on this instance. */
  mine(): Present[] {
    return [...this.own.values()]
  }

  enter(present: Present): void {
    this.own.set(present.actor, present)
    this.changed([present], [], 'own')
  }

  leave(actor: ActorId): void {
    if (this.own.delete(actor) && !this.foreign.has(actor)) this.changed([], [actor], 'own')
  }

  /**
   * Another instance told who is there through it: all of its people.
   *
   * @returns whether that instance was not known here
   */
  told(instance: string, present: readonly Present[], now: number): boolean {
    const known = [...this.foreign.values()].some((foreign) => foreign.instance === instance)
    const fresh: Present[] = []
    const named = new Set<ActorId>()
    for (const one of present) {
      named.add(one.actor)
      const before = this.foreign.get(one.actor)
      if (!before || !samePresent(before.present, one)) fresh.push(one)
      this.foreign.set(one.actor, { present: one, instance, until: now + PRESENCE_TTL_MS })
    }
    const gone: ActorId[] = []
    for (const [actor, foreign] of this.foreign) {
      if (foreign.instance === instance && !named.has(actor)) gone.push(actor)
    }
    this.forget(gone, fresh)
    this.timer ??= setInterval(() => this.expire(Date.now()), PRESENCE_TTL_MS / 3)
    this.timer.unref()
    return !known && present.length > 0
  }

  expire(now: number): void {
    const gone: ActorId[] = []
    for (const [actor, { until }] of this.foreign) if (until < now) gone.push(actor)
    this.forget(gone, [])
  }

  close(): void {
    clearInterval(this.timer)
  }

  private forget(gone: readonly ActorId[], fresh: readonly Present[]): void {
    for (const actor of gone) this.foreign.delete(actor)
    const reallyGone = gone.filter((actor) => !this.own.has(actor))
    if (fresh.length > 0 || reallyGone.length > 0) this.changed(fresh, reallyGone, 'foreign')
  }
}

const samePresent = (a: Present, b: Present): boolean => equalProps(props(a), props(b))
const props = ({ actor, person }: Present): Props => ({ actor, ...person })
