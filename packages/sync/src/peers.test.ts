import { type ActorId, BoardDocument, type ElementId, fold, type LivePart, type Person } from '@inkwire/board'
import { ACTORS } from '@inkwire/board/arbitraries'
import type { SentPart } from '@inkwire/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { Peers } from './peers.ts'
import { TestClock } from './test-clock.ts'

const bob = ACTORS[1] as ActorId
const person = { id: 'p'.repeat(21), name: 'Bob', color: '#123456' } as Person
const id = (name: string) => name.padEnd(21, '_') as ElementId
const stroke = (from: number, count: number) => ({
  kind: 'stroke' as const,
  id: id('s'),
  x: 3,
  y: 4,
  from,
  points: Array.from({ length: count }, (_, i) => ({ x: from + i, y: 0, pressure: 1 })),
  color: 'red',
  width: 2,
  zoom: 1,
})

const more = (from: number, count: number): SentPart => ({
  kind: 'more',
  from,
  points: stroke(from, count).points,
  zoom: 1,
})

let clock: TestClock
let document: BoardDocument
let peers: Peers
let changes: number

beforeEach(() => {
  clock = new TestClock()
  document = new BoardDocument()
  changes = 0
  peers = new Peers(document, clock, () => changes++)
  peers.replace([{ actor: bob, person }])
})

const heard = (number: number, ...parts: SentPart[]) => peers.heard(bob, { number, parts })
const preview = () => peers.list()[0]?.preview ?? new Map()
const inks = () => peers.list()[0]?.inks ?? []

describe('others on the board', () => {
  it('P1: are seen with cursor and selection', () => {
    clock.pass(50)
    heard(1, { kind: 'cursor', x: 1, y: 2 }, { kind: 'selection', ids: [id('a')] })
    expect(peers.list()).toEqual([
      { actor: bob, person, cursor: { x: 1, y: 2, at: 50 }, selection: [id('a')], trail: [], preview: new Map() },
    ])
    heard(1, { kind: 'away' })
    expect(peers.list()[0]?.cursor).toBeUndefined()
  })

  it('P2: a stroke grows by its points, on top of all, and a gap is bridged', () => {
    heard(1, stroke(0, 10))
    heard(1, stroke(5, 10))
    heard(1, stroke(20, 5))
    const [ink] = inks()
    expect(ink?.element).toMatchObject({ type: 'stroke', x: 3, y: 4, color: 'red', order: 'z'.repeat(27) })
    expect(ink?.points.map(({ x }) => x)).toEqual(Array.from({ length: 25 }, (_, i) => i))
    heard(1, stroke(17, 10))
    expect(inks()[0]?.points).toBe(ink?.points)
    // A straight line instead, from its start on.
    heard(1, stroke(0, 30))
    expect(inks()[0]?.points).not.toBe(ink?.points)
  })

  it('P2: more points are of the stroke that was told last, of the same batch; those of one that is not known are passed over', () => {
    heard(1, more(0, 5))
    expect(peers.list()[0]).toMatchObject({ cursor: undefined, preview: new Map() })
    heard(1, stroke(0, 0), more(0, 10))
    const [ink] = inks()
    heard(1, more(5, 10))
    heard(2, more(0, 30))
    // Told anew, as it is now and then.
    heard(1, stroke(10, 0), more(10, 10))
    expect(inks()).toHaveLength(1)
    expect(inks()[0]?.element).toMatchObject({ id: id('s'), x: 3, y: 4, color: 'red' })
    expect(inks()[0]?.points.map(({ x }) => x)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(inks()[0]?.points).toBe(ink?.points)
    // The pen is where its stroke ends.
    expect(peers.list()[0]?.cursor).toMatchObject({ x: 3 + 19, y: 4 })
    heard(1, { ...stroke(0, 0), id: id('t') }, more(0, 2))
    expect(inks().map(({ points }) => points.length)).toEqual([20, 2])
    peers.folded(bob, 1)
    heard(1, more(18, 5))
    expect(inks()).toEqual([])
    expect(peers.list()[0]?.cursor).toMatchObject({ x: 3 + 1 })
  })

  it('P3: ops and drags are shown over the document as it is now', () => {
    const put = (x: number) => ({
      op: 'put' as const,
      element: { id: id('r'), type: 'rectangle', order: 'a0', x, y: 0, w: 1, h: 1 },
    })
    fold(document, { actor: bob, number: 1, ops: [put(10)] })
    heard(2, { kind: 'preview', ops: [{ op: 'set', id: id('r'), props: { color: 'red' } }] })
    heard(2, { kind: 'drag', ids: [id('r'), id('gone')], dx: 5, dy: -1 })
    expect(preview().get(id('r'))).toMatchObject({ x: 15, y: -1, color: 'red' })
    fold(document, { actor: bob, number: 2, ops: [put(100)] })
    expect(peers.documentChanged()).toBe(true)
    expect(preview().get(id('r'))).toMatchObject({ x: 105, color: 'red' })
  })

  it('P3: many ids come in parts, once, and stay the same list while they move', () => {
    const ids = Array.from({ length: 6 }, (_, i) => id(`e${i}`))
    const part = (from: number, count: number, dx: number): LivePart => ({
      kind: 'drag',
      ids: ids.slice(from, from + count),
      dx,
      dy: 0,
      part: { from, of: 6 },
    })
    heard(1, part(0, 4, 1))
    expect(peers.list()[0]?.shifts).toBeUndefined()
    heard(1, part(4, 2, 2))
    const [before] = peers.list()[0]?.shifts ?? []
    expect(before).toMatchObject({ ids, dx: 2 })
    heard(1, part(6, 0, 3))
    heard(1, part(0, 4, 4))
    const [after] = peers.list()[0]?.shifts ?? []
    expect(after).toMatchObject({ dx: 4 })
    expect(after?.ids).toBe(before?.ids)
  })

  it('P4: a preview vanishes with its batch, and does not come back with live that is late', () => {
    heard(3, stroke(0, 5))
    expect(peers.folded(bob, 2)).toBe(false)
    expect(inks().length).toBe(1)
    expect(peers.folded(bob, 3)).toBe(true)
    expect(inks().length).toBe(0)
    heard(3, stroke(5, 5))
    expect(inks().length).toBe(0)
    heard(4, stroke(0, 5))
    expect(inks().length).toBe(1)
  })

  it('P5: a preview whose batch is still on its way stays while the next gesture begins', () => {
    heard(1, stroke(0, 5))
    heard(2, { kind: 'preview', ops: [{ op: 'remove', id: id('x') }] })
    expect(inks().map(({ element }) => element.id)).toEqual([id('s')])
    expect(peers.folded(bob, 1)).toBe(true)
    expect(inks()).toEqual([])
  })

  it('P6: a preview is gone on cancel, and after 5 s of silence', () => {
    heard(1, stroke(0, 5))
    heard(1, { kind: 'cancel' })
    expect(inks().length).toBe(0)
    heard(1, stroke(0, 5))
    clock.pass(4_000)
    heard(1, stroke(5, 5))
    clock.pass(4_999)
    expect(inks().length).toBe(1)
    clock.pass(1)
    expect(inks().length).toBe(0)
    expect(changes).toBe(1)
    expect(clock.waiting).toBe(0)
  })

  it('P7: who goes is gone with all, and live of somebody unknown is shown once their name is there', () => {
    const other = ACTORS[2] as ActorId
    peers.heard(other, { number: 1, parts: [{ kind: 'cursor', x: 1, y: 1 }] })
    expect(peers.list().length).toBe(1)
    peers.came([{ actor: other, person }])
    expect(peers.list()[1]?.cursor?.x).toBe(1)
    peers.gone([bob])
    expect(peers.list().map(({ actor }) => actor)).toEqual([other])
    peers.heard(bob, { number: 1, parts: [{ kind: 'away' }] })
    clock.pass(6_000)
    peers.came([])
    expect(clock.waiting).toBe(0)
  })

  it('P9: a laser leaves a trail of the last second, which no cancel and no batch takes away', () => {
    const trail = () => peers.list()[0]?.trail.map(({ x, trail, at }) => [x, trail, at])
    const laser = (number: number, trail: number, ...xs: number[]) =>
      heard(number, { kind: 'laser', trail, points: xs.map((x) => ({ x, y: 0 })) })
    laser(1, 1, 1, 2)
    clock.pass(600)
    laser(1, 2, 3)
    heard(1, { kind: 'cancel' })
    peers.folded(bob, 1)
    expect(trail()).toEqual([[1, 1, 0], [2, 1, 0], [3, 2, 600]]) // biome-ignore format: one row
    clock.pass(600)
    laser(1, 2, 4)
    expect(trail()).toEqual([[3, 2, 600], [4, 2, 1_200]]) // biome-ignore format: one row
    for (let i = 0; i < 25; i++) laser(1, 3, ...Array.from({ length: 100 }, (_, x) => x))
    expect(trail()?.length).toBe(2_000)
  })

  it('P8: the list is the same object until something changes', () => {
    expect(peers.list()).toBe(peers.list())
    const [before] = peers.list()
    peers.documentChanged()
    expect(peers.list()[0]).toBe(before)
  })
})
