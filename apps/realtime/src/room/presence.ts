import { type ActorId, equalProps, type Props } from '@inkwire/board'
import type { JoinAnswer, Present } from '@inkwire/protocol'

/** Each instance says so often who is there through it. */
export const PRESENCE_EVERY_MS = 3_000
/** Two of these may get lost; whoever was on an instance that says nothing for so long is gone. */
export const PRESENCE_TTL_MS = 8_000
/** Whoever lost the connection, and did not say goodbye, is most likely back in a moment: their name does not blink. */
const BACK_WITHIN_MS = 1_000
/** Who came and went is told at most so often, and rarer the more people there are, up to a second: those who come at once are told together. */
const TELL_EVERY_MS = 100
const TELL_EVERY_MS_EACH = 1
const TELL_EVERY_MS_MOST = 1_000
/** Where there are more than this, an answer to a join does not name everybody: a thousand who come at once would be told a million names. */
const ANSWER_NAMES = 100
/** Then nobody is told at once: whoever just came has the answer to the join by then, and so have others who came in the same moment. */
const CROWDED_MS = 50

/** What there is to tell. */
export interface PresenceChange {
  /** Who came, or changed. */
  readonly came: readonly Present[]
  readonly gone: readonly ActorId[]
  /** Something changed on this instance, which others have to hear, even if nobody came or went by it. */
  readonly own: boolean
  /** Connections that are told of everybody instead, as their answer named nobody else. */
  readonly newcomers: readonly string[]
  readonly everybody: readonly Present[]
}

export type PresenceListener = (change: PresenceChange) => void

interface Own {
  present: Present
  /** A page that connects anew may have two connections for a while: the old one's end does not mean that it left. */
  readonly connections: Set<string>
  backTimer: NodeJS.Timeout | undefined
}

interface OtherInstance {
  readonly people: ReadonlyMap<ActorId, Present>
  readonly until: number
}

/** Who is on a board, over all instances: its own people, and those that other instances have told of lately. */
export class Presence {
  private readonly own = new Map<ActorId, Own>()
  private readonly others = new Map<string, OtherInstance>()
  /** What people were told last. */
  private known = new Map<ActorId, Present>()
  private ownChanged = false
  /** Who was named by answers since then: some page knows them, also where they go again before anybody is told that they came. */
  private readonly named = new Map<ActorId, Present>()
  /** Connections whose answer named nobody else. */
  private readonly newcomers = new Set<string>()
  private isHeld = false
  private nextTellAt = 0
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly changed: PresenceListener) {}

  /** All pages on the board. */
  all(): Present[] {
    return [...this.everybody().values()]
  }

  /** What an answer to a join names. Where that is not everybody, the connection is among the newcomers of the next tell. */
  answerTo(connection: string, own: Present): Pick<JoinAnswer, 'present' | 'presentLater'> {
    if (!this.crowded) {
      const present = this.all()
      for (const one of present) this.named.set(one.actor, one)
      return { present }
    }
    this.newcomers.add(connection)
    this.touch(false)
    return { present: [own], presentLater: true }
  }

  /** Those on this instance. */
  mine(): Present[] {
    return [...this.own.values()].map(({ present }) => present)
  }

  /** Whether there is nobody on this instance. */
  get empty(): boolean {
    return this.own.size === 0
  }

  /** A page is there through a connection; also when its person's name has changed. */
  enter(connection: string, present: Present): void {
    const before = this.own.get(present.actor)
    clearTimeout(before?.backTimer)
    const connections = before?.connections ?? new Set()
    connections.add(connection)
    this.own.set(present.actor, { present, connections, backTimer: undefined })
    this.touch(true)
  }

  /** A page left. */
  leave(connection: string, actor: ActorId): void {
    if (this.release(connection, actor)) this.remove(actor)
  }

  /** A connection broke; its page counts as there for another moment. */
  lose(connection: string, actor: ActorId): void {
    const own = this.release(connection, actor)
    if (own) own.backTimer = setTimeout(() => this.remove(actor), BACK_WITHIN_MS)
  }

  /**
   * Another instance told who is there through it: all of its people.
   *
   * @returns whether that instance was not known here
   */
  told(instance: string, present: readonly Present[], now: number): boolean {
    const known = this.others.has(instance)
    if (present.length === 0) this.others.delete(instance)
    else {
      const people = new Map(present.map((one) => [one.actor, one]))
      this.others.set(instance, { people, until: now + PRESENCE_TTL_MS })
    }
    this.touch(false)
    return !known && present.length > 0
  }

  /** Forgets the people of instances that have said nothing for too long. */
  expire(now: number): void {
    for (const [instance, { until }] of this.others) {
      if (until >= now) continue
      this.others.delete(instance)
      this.touch(false)
    }
  }

  /** While it is held nobody is told of anything; what changed meanwhile is told afterwards. */
  set held(held: boolean) {
    this.isHeld = held
    if (!held) this.touch(false)
  }

  close(): void {
    clearTimeout(this.timer)
    for (const { backTimer } of this.own.values()) clearTimeout(backTimer)
  }

  private release(connection: string, actor: ActorId): Own | undefined {
    this.newcomers.delete(connection)
    const own = this.own.get(actor)
    return own?.connections.delete(connection) && own.connections.size === 0 ? own : undefined
  }

  private get crowded(): boolean {
    let count = this.own.size
    for (const { people } of this.others.values()) count += people.size
    return count > ANSWER_NAMES
  }

  private remove(actor: ActorId): void {
    this.own.delete(actor)
    this.touch(true)
  }

  private everybody(): Map<ActorId, Present> {
    const all = new Map<ActorId, Present>()
    for (const { people } of this.others.values()) for (const [actor, present] of people) all.set(actor, present)
    for (const [actor, { present }] of this.own) all.set(actor, present)
    return all
  }

  /**
   * Something may have changed: it is told soon after a pause, else with what else happens until it may be. Never in this turn: an answer that
   * was just made must leave before what happened after it.
   */
  private touch(own: boolean): void {
    this.ownChanged ||= own
    if (this.timer || this.isHeld) return
    const left = Math.max(this.nextTellAt - Date.now(), this.crowded ? CROWDED_MS : 0)
    this.timer = setTimeout(() => this.tell(), left)
  }

  private tell(): void {
    this.timer = undefined
    if (this.isHeld) return
    const { known, named } = this
    const now = this.everybody()
    const everybody = [...now.values()]
    const came = everybody.filter((one) => {
      const answered = named.get(one.actor)
      return !samePresent(known.get(one.actor), one) || (answered !== undefined && !samePresent(answered, one))
    })
    const gone = [...new Set([...known.keys(), ...named.keys()])].filter((actor) => !now.has(actor))
    const own = this.ownChanged
    const newcomers = [...this.newcomers]
    this.known = now
    this.named.clear()
    this.newcomers.clear()
    this.ownChanged = false
    if (came.length === 0 && gone.length === 0 && newcomers.length === 0 && !own) return
    const pause = Math.min(TELL_EVERY_MS_MOST, Math.max(TELL_EVERY_MS, now.size * TELL_EVERY_MS_EACH))
    this.nextTellAt = Date.now() + pause
    this.changed({ came, gone, own, newcomers, everybody })
  }
}

const samePresent = (a: Present | undefined, b: Present): boolean =>
  a === b || (a !== undefined && equalProps(props(a), props(b)))
const props = ({ actor, person }: Present): Props => ({ actor, ...person })
