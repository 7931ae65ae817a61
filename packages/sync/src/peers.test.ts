import {
  type ActorId,
  BoardDocument,
  type ElementId,
  fold,
  type LivePart,
  type Person,
  unpackPoints,
} from '@inkwire/board'
import { ACTORS } from '@inkwire/board/arbitraries'
import { beforeEach, describe, expect, it } from 'vitest'
import { Peers } from './peers.ts'
import { TestClock } from './test-clock.ts'

const bob = ACTORS[1] as ActorId
const person = { id: 'p'.repeat(21), name: 'Bob', color: '#123456' } as Person
const id = (name: string) => name.padEnd(21, '_') as ElementId
const stroke = (from: number, count: number): LivePart => ({
  kind: 'stroke',
  id: id('s'),
  x: 3,
  y: 4,
  from,
  points: Array.from({ length: count }, (_, i) => ({ x: from + i, y: 0, pressure: 1 })),
  color: 'red',
  width: 2,
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

const heard = (number: number, ...parts: LivePart[]) => peers.heard(bob, { number, parts })
const preview = () => peers.list()[0]?.preview ?? new Map()

describe('others on the board', () => {
  it('P1: are seen with cursor and selection', () => {
    clock.pass(50)
    heard(1, { kind: 'cursor', x: 1, y: 2 }, { kind: 'selection', ids: [id('a')] })
    expect(peers.list()).toEqual([
      { actor: bob, person, cursor: { x: 1, y: 2, at: 50 }, selection: [id('a')], preview: new Map() },
    ])
    heard(1, { kind: 'away' })
    expect(peers.list()[0]?.cursor).toBeUndefined()
  })

  it('P2: a stroke grows by its points, on top of all, and a gap is bridged', () => {
    heard(1, stroke(0, 10))
    heard(1, stroke(5, 10))
    heard(1, stroke(20, 5))
    const element = preview().get(id('s'))
    expect(element).toMatchObject({ type: 'stroke', x: 3, y: 4, color: 'red', order: 'z'.repeat(27) })
    expect(unpackPoints(element?.points as Uint8Array).map(({ x }) => x)).toEqual(
      Array.from({ length: 25 }, (_, i) => i),
    )
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

  it('P4: a preview vanishes with its batch, and does not come back with live that is late', () => {
    heard(3, stroke(0, 5))
    expect(peers.folded(bob, 2)).toBe(false)
    expect(preview().size).toBe(1)
    expect(peers.folded(bob, 3)).toBe(true)
    expect(preview().size).toBe(0)
    heard(3, stroke(5, 5))
    expect(preview().size).toBe(0)
    heard(4, stroke(0, 5))
    expect(preview().size).toBe(1)
  })

  it('P5: a preview whose batch is still on its way stays while the next gesture begins', () => {
    heard(1, stroke(0, 5))
    heard(2, { kind: 'preview', ops: [{ op: 'remove', id: id('x') }] })
    expect([...preview().keys()]).toEqual([id('s')])
    expect(peers.folded(bob, 1)).toBe(true)
    expect([...preview().keys()]).toEqual([])
  })

  it('P6: a preview is gone on cancel, and after 5 s of silence', () => {
    heard(1, stroke(0, 5))
    heard(1, { kind: 'cancel' })
    expect(preview().size).toBe(0)
    heard(1, stroke(0, 5))
    clock.pass(4_000)
    heard(1, stroke(5, 5))
    clock.pass(4_999)
    expect(preview().size).toBe(1)
    clock.pass(1)
    expect(preview().size).toBe(0)
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

  it('P8: the list is the same object until something changes', () => {
    expect(peers.list()).toBe(peers.list())
    const [before] = peers.list()
    peers.documentChanged()
    expect(peers.list()[0]).toBe(before)
  })
})
