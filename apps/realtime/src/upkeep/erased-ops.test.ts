import { type ActorId, BoardDocument, type ElementId, fold, isTextSequence, type Op, plainText } from '@inkwire/board'
import { anyIntent, opsOf, seen } from '@inkwire/board/arbitraries'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAbout, withoutErased } from './erased-ops.ts'

const ACTOR = 'Z'.repeat(21).concat('A') as ActorId
const id = (name: string) => name.padEnd(21, '_') as ElementId
const text = (name: string, content: string): Op => ({
  op: 'put',
  element: { id: id(name), type: 'text', order: 'a0', x: 0, y: 0, text: content },
})

test('what others wrote in the same batch keeps the names of its characters', () => {
  const ops = [text('secret', 'opensesame'), text('other', 'ink'), text('secret', 'again')]
  const [whole, erased] = [new BoardDocument(), new BoardDocument()]
  fold(whole, { actor: ACTOR, number: 1, ops })
  const left = withoutErased(ops, new Set([id('secret')]))
  fold(erased, { actor: ACTOR, number: 1, ops: left })
  expect(erased.get(id('other'))).toEqual(whole.get(id('other')))
  expect(erased.size).toBe(1)
  expect(left).toHaveLength(2)
  expect(JSON.stringify(left)).not.toMatch(/opensesame|again/)
})

test('where nothing is about them the ops are the same list, and twice is as good as once', () => {
  const ops = [text('one', 'a'), text('two', 'b'), text('three', 'c')]
  expect(withoutErased(ops, new Set([id('four')]))).toBe(ops)
  const once = withoutErased(ops, new Set([id('two')]))
  expect(withoutErased(once, new Set([id('two')]))).toEqual(once)
})

test('of any history nothing of an erased element is left, and the texts of all others read the same', () => {
  fc.assert(
    fc.property(fc.array(anyIntent, { maxLength: 40 }), fc.nat(), (intents, choice) => {
      const whole = new BoardDocument()
      const batches = intents.map((intent, i) => {
        const ops = opsOf(intent, whole)
        fold(whole, { actor: ACTOR, number: i + 1, ops })
        return ops
      })
      const ids = [...new Set(batches.flat().flatMap((op) => (op.op === 'put' ? [op.element.id] : [])))]
      const gone = ids[choice % Math.max(1, ids.length)]
      if (!gone) return
      const erased = new BoardDocument()
      for (const [i, ops] of batches.entries()) {
        const left = withoutErased(ops, new Set([gone]))
        expect(left.some((op) => isAbout(op, new Set([gone])) && op.op !== 'splice')).toBe(false)
        fold(erased, { actor: ACTOR, number: i + 1, ops: left })
      }
      expect(erased.get(gone)).toBeUndefined()
      const texts = (document: BoardDocument) =>
        [...document.elements()]
          .filter((element) => element.id !== gone)
          .map((element) => [element.id, isTextSequence(element.text) ? plainText(element.text) : null])
          .sort()
      expect(texts(erased)).toEqual(texts(whole))
      expect(seen(erased)).toBeDefined()
    }),
  )
})
