import { type ActorId, BoardDocument, type Element, type ElementId, fold, type Op } from '@inkwire/board'
import { ACTORS, anyIntent, opsOf } from '@inkwire/board/arbitraries'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PendingBatch, Shown } from './shown.ts'

const [me, other] = ACTORS as [ActorId, ActorId]

const anyStep = fc.oneof(
  fc.record({
    kind: fc.constantFrom('mine' as const, 'theirs' as const),
    intents: fc.array(anyIntent, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('logged' as const), intents: fc.constant([]) }),
  fc.record({ kind: fc.constant('refused' as const), intents: fc.constant([]) }),
  fc.record({ kind: fc.constant('reload' as const), intents: fc.constant([]) }),
)

/** What is shown by its definition: a copy of the base, and everything that is pending folded anew. */
function definition(log: readonly PendingBatch[], pending: readonly PendingBatch[]): BoardDocument {
  const document = new BoardDocument()
  for (const batch of [...log, ...pending]) fold(document, batch)
  return document
}

const contents = (elements: Iterable<Element>) => new Map([...elements].map((element) => [element.id, element]))

describe('the shown document', () => {
  it('S1: is the base with all that is pending on top, and tells exactly what is another object', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 20 }), (steps) => {
        const shown = new Shown()
        let base = new BoardDocument()
        shown.reset(base)
        shown.settle()
        const log: PendingBatch[] = []
        let pending: PendingBatch[] = []
        let numbers = 0
        for (const { kind, intents } of steps) {
          const before = contents(shown.elements())
          const metaBefore = shown.meta
          const ops = intents.flatMap((intent): Op[] => opsOf(intent, kind === 'mine' ? shown : base))
          const batch = { actor: kind === 'mine' ? me : other, number: ++numbers, ops }
          const [first] = pending
          if (kind === 'mine') {
            pending.push(batch)
            shown.add(batch)
          } else if (kind === 'theirs') {
            log.push(batch)
            shown.foldBase(batch)
          } else if (kind === 'reload') {
            base = definition(log, [])
            shown.reset(base)
          } else if (first) {
            pending = pending.slice(1)
            if (kind === 'logged') {
              log.push(first)
              shown.foldBase(first)
            }
            shown.drop(first.actor, first.number)
          }
          const changed = shown.settle()

          const expected = definition(log, pending)
          expect(contents(shown.elements())).toEqual(contents(expected.elements()))
          expect(shown.size).toBe(expected.size)
          expect(shown.meta).toEqual(expected.meta)
          const differs = new Set<ElementId>()
          for (const one of new Set([...before.keys(), ...contents(shown.elements()).keys()])) {
            if (before.get(one) !== shown.get(one)) differs.add(one)
          }
          expect(changed ?? new Set()).toEqual(differs)
          if (changed === undefined) expect(shown.meta).toEqual(metaBefore)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('S2: keeps the objects that it shows when the log brings my own batches in order', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyIntent, { maxLength: 3 }), { maxLength: 8 }), (gestures) => {
        const shown = new Shown()
        shown.reset(new BoardDocument())
        const batches = gestures.map((intents, i) => {
          const batch = { actor: me, number: i + 1, ops: intents.flatMap((intent) => opsOf(intent, shown)) }
          shown.add(batch)
          return batch
        })
        shown.settle()
        const before = contents(shown.elements())
        for (const batch of batches) {
          shown.foldBase(batch)
          shown.drop(batch.actor, batch.number)
          expect(shown.settle() ?? new Set()).toEqual(new Set())
        }
        for (const [one, element] of before) expect(shown.get(one)).toBe(element)
      }),
      { numRuns: 300 },
    )
  })
})
