import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTORS, anyIntent, opsOf, seen } from './arbitraries.ts'
import { difference } from './difference.ts'
import { BoardDocument } from './document.ts'
import { fold } from './fold.ts'
import type { ActorId, ElementId } from './ids.ts'
import { DOCUMENT_LIMITS } from './limits.ts'
import type { Op } from './op.ts'
import { checkOps, packOps } from './packed-ops.ts'
import { spliceTo, type TextSequence } from './text.ts'

const [author, other, restorer] = ACTORS as [ActorId, ActorId, ActorId]
const id = (name: string) => name.padEnd(21, '_') as ElementId

const folded = (actor: ActorId, ...batches: readonly (readonly Op[])[]): BoardDocument => {
  const document = new BoardDocument()
  for (const [i, ops] of batches.entries()) fold(document, { actor, number: i + 1, ops })
  return document
}
const frame = (name: string, parent?: string): Op => ({
  op: 'put',
  element: { id: id(name), type: 'frame', order: 'a0', x: 0, y: 0, w: 1, h: 1, ...(parent && { parent: id(parent) }) },
})
const expectLeads = (from: BoardDocument, to: BoardDocument): Op[] => {
  const ops = difference(from, to)
  // One at a time: what is too large for a batch with others is split, what is not valid alone never is.
  for (const op of ops) expect(checkOps(packOps([op]))).toMatchObject({ ok: true })
  fold(from, { actor: restorer, number: 1, ops })
  expect(seen(from)).toEqual(seen(to))
  expect(difference(from, to)).toEqual([])
  return ops
}

const history = fc.array(fc.array(anyIntent, { maxLength: 4 }), { maxLength: 10 })
const document = (actor: ActorId, batches: readonly (readonly Parameters<typeof opsOf>[0][])[]) => {
  const made = new BoardDocument()
  for (const [i, intents] of batches.entries()) {
    fold(made, { actor, number: i + 1, ops: intents.flatMap((intent) => opsOf(intent, made)) })
  }
  return made
}

describe('the difference of two documents', () => {
  it('leads from any document to any other', () => {
    fc.assert(
      fc.property(history, history, (a, b) => {
        expectLeads(document(author, a), document(other, b))
      }),
      { numRuns: 500 },
    )
  })

  it('leads from any later state of a board back to any earlier one', () => {
    fc.assert(
      fc.property(history, fc.nat(10), (batches, count) => {
        expectLeads(document(author, batches), document(author, batches.slice(0, count)))
      }),
      { numRuns: 500 },
    )
  })

  it('changes only what differs, in one op an element', () => {
    const before = folded(author, [frame('a'), frame('b', 'a'), frame('c')])
    const after = folded(author, [
      frame('a'),
      frame('b', 'a'),
      frame('c'),
      { op: 'set', id: id('b'), props: { x: 5, name: 'B' } },
      { op: 'remove', id: id('c') },
      frame('d'),
      { op: 'meta', props: { paper: 'dots' } },
    ])
    expect(expectLeads(before, after)).toEqual([
      { op: 'remove', id: id('c') },
      { op: 'set', id: id('b'), props: { x: 5, name: 'B' } },
      frame('d'),
      { op: 'meta', props: { paper: 'dots' } },
    ])
    expect(difference(after, folded(author, [frame('a'), frame('b', 'a'), frame('c')]))).toHaveLength(4)
  })

  it('turns parents around without a circle in between', () => {
    const chain = folded(author, [frame('a'), frame('b', 'a'), frame('c', 'b')])
    const turned = folded(author, [frame('c'), frame('b', 'c'), frame('a', 'b')])
    expect(expectLeads(chain, turned)).toHaveLength(4)
  })

  it('does not touch a text that says the same by other characters, and replaces one that says something else', () => {
    const text = (words: string): Op => ({
      op: 'put',
      element: { id: id('t'), type: 'text', order: 'a0', x: 0, y: 0, text: words },
    })
    expect(difference(folded(author, [text('same')]), folded(other, [text('same')]))).toEqual([])
    const ops = expectLeads(folded(author, [text('one')]), folded(other, [text('two')]))
    expect(ops).toEqual([{ op: 'set', id: id('t'), props: { text: 'two' } }])
  })

  it('puts an element again whose type was another', () => {
    const shape = (type: string): Op => ({
      op: 'put',
      element: { id: id('s'), type, order: 'a0', x: 0, y: 0, w: 1, h: 1, ...(type === 'sticky' && { text: '' }) },
    })
    const ops = expectLeads(folded(author, [shape('sticky')]), folded(other, [shape('ellipse')]))
    expect(ops).toEqual([shape('ellipse')])
  })

  it('brings a text that grew beyond what one op may bring, put anew and changed', () => {
    const begin: Op = { op: 'put', element: { id: id('t'), type: 'text', order: 'a0', x: 0, y: 0, text: '' } }
    const long = folded(author, [begin])
    let words = ''
    for (let i = 0; i < 3; i++) {
      words += `${i}🖋`.repeat(DOCUMENT_LIMITS.textCharacters / 2 - 1)
      const sequence = long.get(id('t'))?.text as unknown as TextSequence
      const splice = spliceTo(sequence, words)
      if (splice)
        fold(long, { actor: author, number: i + 2, ops: [{ op: 'splice', id: id('t'), prop: 'text', ...splice }] })
    }
    expect(expectLeads(new BoardDocument(), long)).toHaveLength(3)
    expect(expectLeads(folded(other, [begin]), long)).toHaveLength(3)
  })

  it('brings an element that grew larger than a batch', () => {
    const part = 'x'.repeat(150_000)
    const big = folded(
      author,
      [frame('a')],
      ...['one', 'two', 'three'].map((name): Op[] => [{ op: 'set', id: id('a'), props: { [`newer-${name}`]: part } }]),
    )
    expect(expectLeads(new BoardDocument(), big)).toHaveLength(4)
    expect(expectLeads(folded(other, [frame('a')]), big).length).toBeLessThanOrEqual(4)
  })

  it('keeps properties that this version does not know, __proto__ among them', () => {
    const props = JSON.parse('{"__proto__":{"x":1},"constructor":[2]}')
    const odd = folded(author, [frame('a'), { op: 'set', id: id('a'), props }])
    expectLeads(folded(other, [frame('a')]), odd)
    const document = new BoardDocument()
    expectLeads(document, odd)
    expect(Object.getPrototypeOf(document.get(id('a')))).toBe(Object.prototype)
    expectLeads(odd, folded(other, [frame('a')]))
  })
})
