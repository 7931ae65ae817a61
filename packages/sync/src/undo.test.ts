import {
  type ActorId,
  BoardDocument,
  type ElementId,
  fold,
  type GestureId,
  isTextSequence,
  type Op,
  opProblem,
  plainText,
  type TextSequence,
} from '@inkwire/board'
import { ACTORS, anyIntent, type Intent, opsOf, seen } from '@inkwire/board/arbitraries'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Undo } from './undo.ts'

const [me, other] = ACTORS as [ActorId, ActorId]
const id = (name: string) => name.padEnd(21, '_') as ElementId

/** Two people on one document: me, with undo, and another. */
class Table {
  readonly document = new BoardDocument()
  readonly undo = new Undo()
  readonly numbers = new Map<ActorId, number>()
  private gestures = 0

  batch(ops: readonly Op[], actor = other) {
    const number = (this.numbers.get(actor) ?? 0) + 1
    this.numbers.set(actor, number)
    return { actor, number, ops }
  }

  theirs(ops: readonly Op[]): void {
    this.undo.theirs(this.document, ops)
    fold(this.document, this.batch(ops))
  }

  /** A gesture of mine, in so many batches. */
  mine(batches: readonly (readonly Op[])[]): void {
    const gesture = `${++this.gestures}`.padEnd(21, 'g') as GestureId
    for (const ops of batches) this.do(gesture, ops, 'gesture')
  }

  /** More of a gesture of mine that was followed by others. */
  late(gesture: GestureId, ops: readonly Op[]): void {
    this.do(gesture, ops, 'gesture')
  }

  take(origin: 'undo' | 'redo'): boolean {
    const inverse = this.undo.take(origin, this.document)
    if (inverse.ops.length === 0) return false
    for (const op of inverse.ops) expect(opProblem(op)).toBeUndefined()
    const gesture = `${++this.gestures}`.padEnd(21, 'u') as GestureId
    this.undo.taken(inverse, [this.do(gesture, inverse.ops, origin)])
    return true
  }

  private do(gesture: GestureId, ops: readonly Op[], origin: 'gesture' | 'undo' | 'redo') {
    const batch = this.batch(ops, me)
    this.undo.record(this.document, gesture, batch, origin)
    fold(this.document, batch)
    return batch
  }
}

type Step =
  | { readonly who: 'me'; readonly intents: readonly Intent[] }
  | { readonly who: 'other'; readonly intent: Intent }

const myStep = fc.array(anyIntent, { minLength: 1, maxLength: 3 }).map((intents): Step => ({ who: 'me', intents }))
const theirStep = anyIntent.map((intent): Step => ({ who: 'other', intent }))
const anySteps = fc.array(fc.oneof(myStep, theirStep), { maxLength: 14 })

let unique = 0
/** Others write what nobody has written before, so that it can be told from mine. */
function ownOps(intent: Intent, document: BoardDocument): Op[] {
  return opsOf(intent, document).flatMap((op): Op[] => {
    const x = ++unique / 4
    if (op.op === 'set') return [{ op: 'set', id: op.id, props: { x } }]
    if (op.op === 'put') {
      const { id: one } = op.element
      if (document.get(one)) return [{ op: 'set', id: one, props: { y: x } }]
      const element = { id: one, type: 'ellipse', order: 'a8', x, y: x, w: x, h: x, label: `w${unique}` }
      return [{ op: 'put', element }]
    }
    if (op.op === 'meta') return [{ op: 'meta', props: { grid: 1 + (++unique % 900) } }]
    return [op]
  })
}

function play(
  table: Table,
  steps: readonly Step[],
  theirOps = opsOf as (intent: Intent, document: BoardDocument) => Op[],
): void {
  for (const step of steps) {
    if (step.who === 'other') table.theirs(theirOps(step.intent, table.document))
    else playMine(table, step.intents)
  }
}

let gestures = 0
/** Each intent sees what the one before has done: a gesture of several batches. */
function playMine(table: Table, intents: readonly Intent[]): void {
  const gesture = `${++gestures}`.padEnd(21, 'm') as GestureId
  for (const intent of intents) {
    const ops = opsOf(intent, table.document)
    if (ops.length === 0) continue
    const batch = table.batch(ops, me)
    table.undo.record(table.document, gesture, batch, 'gesture')
    fold(table.document, batch)
  }
}

function holdsInOrder(text: string, characters: string): boolean {
  let at = 0
  for (const character of characters) {
    const found = text.indexOf(character, at)
    if (found < 0) return false
    at = found + character.length
  }
  return true
}

describe('undo', () => {
  it('U1: brings a board that nobody else draws on back to how it was, gesture by gesture, and redo forth again', () => {
    fc.assert(
      fc.property(fc.array(myStep, { maxLength: 10 }), (steps) => {
        const table = new Table()
        const states = [seen(table.document)]
        for (const step of steps) {
          play(table, [step])
          states.push(seen(table.document))
        }
        while (table.take('undo')) expect(states).toContainEqual(seen(table.document))
        expect(seen(table.document)).toEqual(states[0])
        while (table.take('redo')) expect(states).toContainEqual(seen(table.document))
        expect(seen(table.document)).toEqual(states.at(-1))
      }),
      { numRuns: 300 },
    )
  })

  it('U2: never changes what others did last', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const table = new Table()
        const last = new Map<string, { writer: 'me' | 'other'; id: ElementId }>()
        for (const step of steps) {
          const before = new Map([...table.document.elements()].map((element) => [element.id, element]))
          play(table, [step], ownOps)
          const ids = new Set([...before.keys(), ...[...table.document.elements()].map((element) => element.id)])
          for (const one of ids) {
            const [was, is] = [before.get(one), table.document.get(one)]
            if (!is) for (const key of last.keys()) if (key.startsWith(`${one}.`)) last.delete(key)
            for (const name of new Set([...(is ? Object.keys(was ?? {}) : []), ...Object.keys(is ?? {}), '(there)'])) {
              const same = name === '(there)' ? Boolean(was) === Boolean(is) : was?.[name] === is?.[name]
              if (!same) last.set(`${one}.${name}`, { writer: step.who, id: one })
            }
          }
        }
        const before = new Map([...table.document.elements()].map((element) => [element.id, element]))
        while (table.take('undo'));
        for (const [key, { writer, id: one }] of last) {
          if (writer === 'me') continue
          const name = key.slice(one.length + 1)
          const [was, is] = [before.get(one), table.document.get(one)]
          if (name === '(there)') expect(Boolean(is), key).toBe(Boolean(was))
          else if (was && name !== 'text' && name !== 'label') {
            expect(is, `${key}: the element is gone`).toBeDefined()
            expect(is?.[name], key).toEqual(was[name])
          } else if (was) {
            const [old, now] = [was[name], is?.[name]]
            if (!isTextSequence(old)) continue
            const theirs = plainText((old as unknown as TextSequence).filter((run) => run[0] === other))
            const left = plainText((now ?? []) as unknown as TextSequence)
            expect(holdsInOrder(left, theirs), `${key}: '${theirs}' in '${left}'`).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('U2: what others removed stays removed, whatever had stood there before', () => {
    const table = new Table()
    const element = { id: id('four'), type: 'rectangle', order: 'a0', x: 0, y: 0, w: 1, h: 1 }
    table.theirs([{ op: 'put', element }])
    table.mine([[{ op: 'remove', id: id('four') }]])
    table.mine([[{ op: 'put', element }]])
    table.theirs([{ op: 'remove', id: id('four') }])
    expect(table.take('undo')).toBe(false)
    expect(table.document.size).toBe(0)
  })

  it('U3: undo far, then redo back, leaves the document as it was, whatever others had done in between', () => {
    fc.assert(
      fc.property(anySteps, fc.nat(14), (steps, times) => {
        const table = new Table()
        play(table, steps)
        const before = seen(table.document)
        let undone = 0
        for (let i = 0; i < times; i++) if (table.take('undo')) undone++
        let redone = 0
        while (table.take('redo')) redone++
        expect(redone).toBe(undone)
        expect(seen(table.document)).toEqual(before)
      }),
      { numRuns: 1_000 },
    )
  })

  it('U4: only my own new gestures clear redo', () => {
    const table = new Table()
    const put = (name: string): Op => ({ op: 'put', element: { id: id(name), type: 'group', order: 'a0' } })
    table.mine([[put('a')]])
    table.mine([[put('b')]])
    table.take('undo')
    table.theirs([put('c')])
    expect(table.undo.redoable.length).toBe(1)
    table.take('undo')
    expect(table.undo.redoable.length).toBe(2)
    table.take('redo')
    expect(table.undo.redoable.length).toBe(1)
    table.mine([[put('d')]])
    expect(table.undo.redoable.length).toBe(0)
  })

  it('U5: skips what there is nothing left of, and counts what it kept', () => {
    const table = new Table()
    const put = (name: string): Op => ({ op: 'put', element: { id: id(name), type: 'group', order: 'a0' } })
    table.mine([[put('a')]])
    table.mine([[put('b')]])
    table.mine([[put('c')]])
    table.theirs([
      { op: 'remove', id: id('c') },
      { op: 'set', id: id('b'), props: { order: 'a5' } },
    ])
    const inverse = table.undo.take('undo', table.document)
    expect(inverse).toMatchObject({ ops: [{ op: 'remove', id: id('a') }], kept: 1 })
    expect(table.undo.undoable).toEqual([])
  })

  it('U6: a batch that was refused is not there to be undone', () => {
    const table = new Table()
    table.mine([[{ op: 'put', element: { id: id('a'), type: 'group', order: 'a0' } }]])
    table.undo.forget({ actor: me, number: 1 })
    expect(table.undo.undoable).toEqual([])
  })

  it('U7: an earlier page load lies beneath', () => {
    const [earlier, table] = [new Undo(), new Table()]
    const put = (name: string): Op => ({ op: 'put', element: { id: id(name), type: 'group', order: 'a0' } })
    earlier.record(table.document, 'e'.padEnd(21, 'e') as GestureId, table.batch([put('old')], me), 'gesture')
    table.theirs([put('old')])
    table.mine([[put('new')]])
    table.undo.adopt(structuredClone({ undo: earlier.undoable, redo: earlier.redoable }))
    table.take('undo')
    expect([...table.document.elements()].map((element) => element.id)).toEqual([id('old')])
    table.take('undo')
    expect(table.document.size).toBe(0)
  })

  it('U8: what follows in a gesture late is taken back with it, and leaves redo as it is', () => {
    const table = new Table()
    const put = (name: string): Op => ({ op: 'put', element: { id: id(name), type: 'group', order: 'a0' } })
    table.mine([[put('text')]])
    const [gesture] = table.undo.undoable.map((entry) => entry.gesture)
    table.mine([[put('later')]])
    table.take('undo')
    if (gesture) table.late(gesture, [{ op: 'set', id: id('text'), props: { layout: null, locked: true } }])
    expect([table.undo.undoable.length, table.undo.redoable.length]).toEqual([1, 1])
    table.take('redo')
    table.take('undo')
    table.take('undo')
    expect(table.document.size).toBe(0)
  })
})
