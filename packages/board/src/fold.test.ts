import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTORS, anyIntent, opsOf } from './arbitraries.ts'
import { BoardDocument, Overlay } from './document.ts'
import { fold } from './fold.ts'
import type { ActorId, ElementId } from './ids.ts'
import type { Op } from './op.ts'
import { checkOps, packOps, unpackOps } from './packed-ops.ts'
import { plainText, type TextSequence } from './text.ts'

const actor = ACTORS[0] as ActorId
const id = (name: string) => name.padEnd(21, '_') as ElementId
const frame = (name: string, parent?: string): Op => ({
  op: 'put',
  element: {
    id: id(name),
    type: 'frame',
    order: 'a0',
    x: 0,
    y: 0,
    w: 1,
    h: 1,
    ...(parent ? { parent: id(parent) } : {}),
  },
})
const folded = (...ops: Op[]): BoardDocument => {
  const document = new BoardDocument()
  fold(document, { actor, number: 1, ops })
  return document
}

describe('fold', () => {
  it('gives the same document from the ops and from their bytes, and the same hash as a document built anew', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyIntent, { maxLength: 4 }), { maxLength: 10 }), (batches) => {
        const [one, two] = [new BoardDocument(), new BoardDocument()]
        batches.forEach((intents, i) => {
          const ops = intents.flatMap((intent) => opsOf(intent, one))
          if (ops.length > 0) expect(checkOps(packOps(ops))).toMatchObject({ ok: true })
          const touched = fold(one, { actor, number: i + 1, ops })
          expect(fold(two, { actor, number: i + 1, ops: unpackOps(packOps(ops)) })).toEqual(touched)
        })
        expect(two.hash).toBe(one.hash)
        const anew = new BoardDocument()
        anew.setMeta(one.meta)
        for (const element of [...one.elements()].reverse()) anew.put(element)
        expect(anew.hash).toBe(one.hash)
      }),
      { numRuns: 300 },
    )
  })

  it('names exactly the elements that are another object now, or gone', () => {
    fc.assert(
      fc.property(fc.array(anyIntent, { maxLength: 8 }), fc.array(anyIntent, { maxLength: 4 }), (before, intents) => {
        const document = new BoardDocument()
        for (const [i, intent] of before.entries()) {
          fold(document, { actor, number: i + 1, ops: opsOf(intent, document) })
        }
        const old = new Map([...document.elements()].map((element) => [element.id, element]))
        const touched = fold(document, { actor, number: 99, ops: intents.flatMap((intent) => opsOf(intent, document)) })
        for (const [one, element] of old) if (!touched.has(one)) expect(document.get(one)).toBe(element)
        for (const { id: one } of document.elements()) if (!touched.has(one)) expect(old.has(one)).toBe(true)
      }),
    )
  })

  it('does over an overlay what it does to the document, and leaves that alone', () => {
    fc.assert(
      fc.property(fc.array(anyIntent, { maxLength: 8 }), fc.array(anyIntent, { maxLength: 4 }), (before, intents) => {
        const document = new BoardDocument()
        for (const [i, intent] of before.entries()) {
          fold(document, { actor, number: i + 1, ops: opsOf(intent, document) })
        }
        const { hash } = document
        const ops = intents.flatMap((intent) => opsOf(intent, document))
        const overlay = new Overlay(document)
        fold(overlay, { actor, number: 99, ops })
        expect(document.hash).toBe(hash)
        fold(document, { actor, number: 99, ops })
        expect(overlay.meta).toEqual(document.meta)
        for (const [one, element] of overlay.changed) expect(document.get(one)).toEqual(element)
      }),
    )
  })

  it('refuses the later of two moves that would close a circle', () => {
    const document = folded(frame('a'), frame('b'), frame('c', 'b'))
    fold(document, { actor, number: 2, ops: [{ op: 'set', id: id('b'), props: { parent: id('a') } }] })
    fold(document, { actor, number: 3, ops: [{ op: 'set', id: id('a'), props: { parent: id('c'), x: 5 } }] })
    expect(document.get(id('a'))).toEqual({ ...frameElement('a') })
    fold(document, { actor, number: 4, ops: [frame('a', 'a')] })
    expect(document.get(id('a'))?.parent).toBeUndefined()
  })

  it('does nothing to what is gone, and the rest of the batch still applies', () => {
    const document = folded(
      { op: 'set', id: id('gone'), props: { x: 1 } },
      { op: 'remove', id: id('gone') },
      { op: 'splice', id: id('gone'), prop: 'text', after: null, fallback: 0, insert: 'x', delete: [] },
      { op: 'compact', id: id('gone'), prop: 'text' },
      frame('a'),
    )
    expect([...document.elements()].map((element) => element.id)).toEqual([id('a')])
  })

  it('counts characters over all ops of a batch, also those that do nothing', () => {
    const text = (name: string): Op => ({
      op: 'put',
      element: { id: id(name), type: 'text', order: 'a0', x: 0, y: 0, text: 'ab' },
    })
    const document = folded({ op: 'set', id: id('gone'), props: { label: 'xyz' } }, text('a'), text('b'))
    expect(document.get(id('a'))?.text).toEqual([[actor, 1, 3, 'ab']])
    expect(document.get(id('b'))?.text).toEqual([[actor, 1, 5, 'ab']])
  })

  it('clears tombstones with compact', () => {
    const document = folded({ op: 'put', element: { id: id('a'), type: 'text', order: 'a0', x: 0, y: 0, text: 'abc' } })
    const kill: Op = {
      op: 'splice',
      id: id('a'),
      prop: 'text',
      after: null,
      fallback: 0,
      insert: '',
      delete: [[actor, 1, 1, 1]],
    }
    fold(document, { actor, number: 2, ops: [kill, { op: 'compact', id: id('a'), prop: 'text' }] })
    const text = document.get(id('a'))?.text as unknown as TextSequence
    expect(plainText(text)).toBe('ac')
    expect(text.length).toBe(2)
  })

  it('keeps properties called __proto__ and constructor properties', () => {
    const props = JSON.parse('{"__proto__":{"x":1},"constructor":2}')
    const document = folded(frame('a'), { op: 'set', id: id('a'), props })
    const element = document.get(id('a'))
    expect(Object.getPrototypeOf(element)).toBe(Object.prototype)
    expect(Object.keys(element ?? {})).toEqual(expect.arrayContaining(['__proto__', 'constructor']))
  })
})

const frameElement = (name: string) => ({ id: id(name), type: 'frame', order: 'a0', x: 0, y: 0, w: 1, h: 1 })
