import type { ActorId, Peer, Point } from '@inkwire/board'

/** A cursor takes this long to its next place, ms: so it glides although places come in ticks. */
const GLIDE = 80
/** A cursor that has not moved for so long fades away, ms, and takes so long to it. */
const STILL = 5_000
const FADE = 300

interface Track {
  readonly from: Point
  readonly to: Point
  /** ms */
  readonly at: number
}

/** Where others' cursors are shown, between the places that came. */
export class RemoteCursors {
  private tracks = new Map<ActorId, Track>()

  constructor(private readonly still: boolean) {}

  /** Takes in where cursors are now. */
  update(peers: readonly Peer[], now: number): void {
    const tracks = new Map<ActorId, Track>()
    for (const { actor, cursor } of peers) {
      if (!cursor) continue
      const track = this.tracks.get(actor)
      if (track && track.to.x === cursor.x && track.to.y === cursor.y) tracks.set(actor, track)
      else tracks.set(actor, { from: track ? this.between(track, now) : cursor, to: cursor, at: now })
    }
    this.tracks = tracks
  }

  /** Where a cursor is shown, and how strong (0…1). */
  shown(actor: ActorId, now: number): (Point & { readonly opacity: number }) | undefined {
    const track = this.tracks.get(actor)
    if (!track) return undefined
    const opacity = Math.min(1, Math.max(0, 1 - (now - track.at - STILL) / FADE))
    return opacity > 0 ? { ...this.between(track, now), opacity } : undefined
  }

  /** In how many ms something moves or fades again; undefined: not until an update. */
  wait(now: number): number | undefined {
    let wait: number | undefined
    for (const { at } of this.tracks.values()) {
      const age = now - at
      const next = age < GLIDE && !this.still ? 0 : age < STILL ? STILL - age : age < STILL + FADE ? 0 : undefined
      if (next !== undefined) wait = Math.min(wait ?? next, next)
    }
    return wait
  }

  private between({ from, to, at }: Track, now: number): Point {
    const share = this.still ? 1 : Math.min(1, (now - at) / GLIDE)
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
  }
}
