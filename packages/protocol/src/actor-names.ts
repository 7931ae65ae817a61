import type { ActorId } from '@inkwire/board'

/** Characters of an actor's id that name it in ticks: 36 bits, so that two among a thousand people share them once in a hundred thousand boards. */
const NAME_LENGTH = 6

const short = (actor: ActorId): string => actor.slice(0, NAME_LENGTH)

/**
 * Those who are on a board, by the beginning of their ids: a name that several of them share is nobody's. As a page chooses its actor, somebody may
 * share another's on purpose: then both are named by their whole ids.
 */
export class ActorNames {
  private readonly actors = new Map<string, Set<ActorId>>()

  came(actor: ActorId): void {
    const name = short(actor)
    const sharing = this.actors.get(name)
    if (sharing) sharing.add(actor)
    else this.actors.set(name, new Set([actor]))
  }

  gone(actor: ActorId): void {
    const name = short(actor)
    const sharing = this.actors.get(name)
    if (sharing?.delete(actor) && sharing.size === 0) this.actors.delete(name)
  }

  /** What names this actor to everybody who knows who is there. */
  nameOf(actor: ActorId): string {
    return this.actorOf(short(actor)) === actor ? short(actor) : actor
  }

  /** Whose short name that is; undefined: nobody's who is there, or several have it. */
  actorOf(name: string): ActorId | undefined {
    const sharing = this.actors.get(name)
    if (sharing?.size !== 1) return undefined
    const [actor] = sharing
    return actor
  }
}
