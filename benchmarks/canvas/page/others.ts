import {
  type ActorId,
  type ElementId,
  FOLD_VERSION,
  type GestureId,
  orderKey,
  type PersonId,
  packOps,
  packPoints,
  type StrokePoint,
} from '@inkwire/board'
import { type BatchRecord, type LiveEntry, type Present, packLive } from '@inkwire/protocol'
import type { SceneCamera } from '../scene.ts'
import { VIEWPORT } from '../scene.ts'
import { repeatable } from './scene-snapshot.ts'

/** Ticks of a room with many people, ms apart: above ten, each sends 30 live messages a second. */
export const TICK_MS = 33
/** A stroke takes so many ticks, and so does the pause after it. */
const STROKE_TICKS = 36
const PAUSE_TICKS = 6
const POINTS_PER_TICK = 4
/** Points that are sent again, as live messages may get lost. */
const REPEATED = 8
/** Size of a stroke, css px: what a hand draws in a second and a bit. */
const STROKE = { w: 150, h: 50 }
const WIDTH = 16
/** A key above those of the scene, which has fewer elements than keys begin with a, b or c. */
const ABOVE_SCENE = 'd0000'

/** What one tick brings. */
export interface OthersTick {
  readonly batches: readonly Omit<BatchRecord, 'seq'>[]
  readonly live: readonly LiveEntry[]
}

/** People who draw strokes in what a camera shows, one after the other, each at a pace of their own. */
export interface Others {
  readonly people: readonly Present[]
  readonly ticks: readonly OthersTick[]
}

/** Makes all their messages beforehand, so that making them takes no time from what is measured. */
export function othersDrawing(count: number, ms: number, camera: SceneCamera): Others {
  const people = Array.from({ length: count }, (_, k) => personOf(k))
  const orders = new Orders()
  const ticks = Array.from({ length: Math.floor(ms / TICK_MS) }, (_, tick): OthersTick => {
    const doing = people.map(({ actor }, k) => doneIn({ tick, k, count, camera, orders }, actor))
    return { batches: doing.flatMap(({ batch }) => batch ?? []), live: doing.flatMap(({ live }) => live ?? []) }
  })
  // They end what they began, and go: what stayed would be seen, and then vanish, in what is measured next.
  const last = Math.ceil(ticks.length / (STROKE_TICKS + PAUSE_TICKS)) + 1
  const end = packLive({ number: last, parts: [{ kind: 'cancel' }, { kind: 'away' }] })
  const leaving = { batches: [], live: people.map(({ actor }) => ({ actor, bytes: end })) }
  return { people, ticks: [...ticks, leaving] }
}

function personOf(k: number): Present {
  // Of one length: padded at their end, 1 and 10 would be the same person.
  const id = `other${String(k).padStart(4, '0')}`.padEnd(21, '0')
  return { actor: `${id}A` as ActorId, person: { id: id as PersonId, name: `Other ${k}`, color: '#0d9488' } }
}

/** Each stroke goes above all that is stored when it begins, as editors do it: not above those that others are drawing just then. */
class Orders {
  private top = ABOVE_SCENE
  private readonly begun = new Map<ElementId, string>()
  private readonly random = repeatable()

  begin(id: ElementId): void {
    if (!this.begun.has(id)) this.begun.set(id, orderKey(this.top, null, this.random))
  }

  stored(id: ElementId): string {
    const order = this.begun.get(id) ?? this.top
    if (order > this.top) this.top = order
    return order
  }
}

interface Moment {
  readonly tick: number
  /** Who, of so many. */
  readonly k: number
  readonly count: number
  readonly camera: SceneCamera
  readonly orders: Orders
}

function doneIn(
  { tick, k, count, camera, orders }: Moment,
  actor: ActorId,
): { readonly batch?: Omit<BatchRecord, 'seq'>; readonly live?: LiveEntry } {
  // Nobody begins when another does.
  const cycle = STROKE_TICKS + PAUSE_TICKS
  const since = tick + Math.floor((k * cycle) / count)
  const [number, step] = [Math.floor(since / cycle) + 1, since % cycle]
  if (step > STROKE_TICKS || (step === STROKE_TICKS && tick < STROKE_TICKS)) return {}
  const id = `${actor.slice(0, 14)}${String(number).padStart(7, '0')}` as ElementId
  const column = (k * 7 + number * 3) % 12
  const row = (k * 5 + number * 7) % 14
  const x = camera.x + (20 + column * 92) / camera.zoom
  const y = camera.y + (30 + (row * (VIEWPORT.h - 120)) / 14) / camera.zoom
  const points = pointsTo(Math.min(step + 1, STROKE_TICKS) * POINTS_PER_TICK, number + k, camera.zoom)
  const look = { color: 'red', width: WIDTH }
  if (step < STROKE_TICKS) {
    orders.begin(id)
    const from = Math.max(0, points.length - POINTS_PER_TICK - REPEATED)
    const stroke = { kind: 'stroke', id, x, y, from, points: points.slice(from), ...look, zoom: 1 } as const
    const last = points.at(-1) ?? { x: 0, y: 0 }
    const cursor = { kind: 'cursor', x: x + last.x, y: y + last.y } as const
    return { live: { actor, bytes: packLive({ number, parts: [cursor, stroke] }) } }
  }
  const element = { id, type: 'stroke', order: orders.stored(id), x, y, ...look, points: packPoints(points, 1) }
  return {
    batch: {
      actor,
      number,
      person: actor.slice(0, 21) as PersonId,
      at: 0,
      foldVersion: FOLD_VERSION,
      gesture: id as string as GestureId,
      ops: packOps([{ op: 'put', element }]),
    },
  }
}

function pointsTo(count: number, seed: number, zoom: number): readonly StrokePoint[] {
  const whole = STROKE_TICKS * POINTS_PER_TICK
  return Array.from({ length: count }, (_, i) => {
    const t = i / whole
    return {
      x: (STROKE.w * t) / zoom,
      y: (STROKE.h * Math.sin(t * 14 + seed)) / 2 / zoom,
      pressure: 0.3 + 0.4 * Math.abs(Math.sin(t * 9 + seed)),
    }
  })
}
