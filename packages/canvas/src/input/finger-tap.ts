import type { Point } from '@inkwire/board'

/** Fingers that stay longer, ms, or go further, css px, do something else than tap. */
const TAP_TIME = 300
const TAP_DISTANCE = 12

/** Several fingers that touch the canvas and leave it together, nearly at once and in one place. */
export class FingerTap {
  private readonly down = new Map<number, Point>()
  private began = 0
  private most = 0
  private moved = false

  press(id: number, at: Point, time: number): void {
    if (this.down.size === 0) {
      this.began = time
      this.most = 0
      this.moved = false
    }
    this.down.set(id, at)
    this.most = Math.max(this.most, this.down.size)
  }

  move(id: number, at: Point): void {
    const from = this.down.get(id)
    if (from && Math.hypot(at.x - from.x, at.y - from.y) > TAP_DISTANCE) this.moved = true
  }

  /** Whether what the fingers do may still become a tap. */
  isPossible(time: number): boolean {
    return this.down.size > 0 && !this.moved && time - this.began <= TAP_TIME
  }

  /** A finger is up. Answers how many have tapped, once the last of them is; 0 for no tap. */
  lift(id: number, time: number): number {
    const possible = this.isPossible(time)
    if (!this.down.delete(id)) return 0
    return possible && this.down.size === 0 ? this.most : 0
  }

  /** The browser took a finger away: it was no tap. */
  lose(id: number): void {
    this.down.delete(id)
    this.moved = true
  }
}
