import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTORS, anyIntent, type Intent, opsOf, seen } from './arbitraries.ts'
import { BoardDocument } from './document.ts'
import { fold } from './fold.ts'
import type { ActorId, ElementId } from './ids.ts'
import { type Change, changesOf, type Inverse, inverseOps, renamedChanges, renamesOf } from './inverse.ts'
import type { Op } from './op.ts'
import { checkOps, packOps } from './packed-ops.ts'
import { plainText, spliceTo, type TextSequence } from './text.ts'

const [me, other] = ACTORS as [ActorId, ActorId]
const id = (name: string) => name.padEnd(21, '_') as ElementId

/** A document to which batches are done. */
class Board {
  readonly document = new BoardDocument()
  private number = 0

  /** Returns the changes that `ops` made. */
  do(ops: readonly Op[], actor = me): { readonly changes: Change[]; readonly batch: Parameters<typeof changesOf>[1] } {
    const batch = { actor, number: ++this.number, ops }
    if (ops.length > 0) expect(checkOps(packOps(ops))).toMatchObject({ ok: true })
    const changes = changesOf(this.document, batch)
    fold(this.document, batch)
    return { changes, batch }
  }

  intent(intent: Intent, actor = me) {
    return this.do(opsOf(intent, this.document), actor)
  }

  /** Takes a gesture back; returns what takes that back in turn. */
  takeBack(parts: readonly (readonly Change[])[]): {
    readonly parts: readonly (readonly Change[])[]
    readonly inverse: Inverse
  } {
    const inverse = inverseOps(parts, this.document)
    const { changes } = this.do(inverse.ops)
    return { parts: [changes], inverse }
  }

  text(name: string): string {
    return plainText(this.document.get(id(name))?.text as unknown as TextSequence | undefined)
  }

  type(name: string, text: string, actor = me) {
    const sequence = this.document.get(id(name))?.text as unknown as TextSequence
    const splice = spliceTo(sequence, text)
    return this.do(splice ? [{ op: 'splice', id: id(name), prop: 'text', ...splice }] : [], actor)
  }
}

const put = (name: string, text = '', more: { parent?: ElementId } = {}): Op => ({
  op: 'put',
  element: { id: id(name), type: 'text', order: 'a0', x: 0, y: 0, text, ...more },
})
const set = (name: string, props: { [key: string]: number | string | null }): Op => ({ op: 'set', id: id(name), props })

describe('inverse', () => {
  it('takes a gesture of any batches back, and brings it again, where nobody else did anything', () => {
    fc.assert(
      fc.property(
        fc.array(anyIntent, { maxLength: 10 }),
        fc.array(anyIntent, { minLength: 1, maxLength: 6 }),
        (before, gesture) => {
          const board = new Board()
          for (const intent of before) board.intent(intent, other)
          const start = seen(board.document)
          const parts = gesture.map((intent) => board.intent(intent).changes)
          const end = seen(board.document)
          const back = board.takeBack(parts)
          expect(seen(board.document)).toEqual(start)
          board.takeBack(back.parts)
          expect(seen(board.document)).toEqual(end)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('has nothing to do the second time', () => {
    fc.assert(
      fc.property(fc.array(anyIntent, { maxLength: 10 }), anyIntent, (before, intent) => {
        const board = new Board()
        for (const one of before) board.intent(one, other)
        const { changes } = board.intent(intent)
        const back = board.takeBack([changes])
        const renames = renamesOf(back.inverse.revived, [
          { actor: me, number: before.length + 2, ops: back.inverse.ops },
        ])
        expect(inverseOps([renamedChanges(changes, renames)], board.document).ops).toEqual([])
      }),
    )
  })

  it('sets back only what still is as it was left', () => {
    const board = new Board()
    board.do([put('a')], other)
    const { changes } = board.do([set('a', { x: 5, color: 'red' })])
    board.do([set('a', { color: 'blue' })], other)
    board.takeBack([changes])
    expect(board.document.get(id('a'))).toMatchObject({ x: 0, color: 'blue' })
  })

  it('removes what was created, unless others changed it', () => {
    const board = new Board()
    const { changes } = board.do([put('a'), put('b')])
    board.do([set('b', { x: 9 })], other)
    const { inverse } = board.takeBack([changes])
    expect(inverse).toMatchObject({ ops: [{ op: 'remove', id: id('a') }], kept: 1 })
    expect(board.document.get(id('b'))?.x).toBe(9)
  })

  it('brings what was removed back whole, at the root if its parent is gone', () => {
    const board = new Board()
    const frame: Op = { op: 'put', element: { id: id('f'), type: 'frame', order: 'a0', x: 0, y: 0, w: 1, h: 1 } }
    board.do([frame, put('a', 'word', { parent: id('f') })], other)
    const { changes } = board.do([{ op: 'remove', id: id('a') }])
    board.do([{ op: 'remove', id: id('f') }], other)
    board.takeBack([changes])
    expect(board.text('a')).toBe('word')
    expect(board.document.get(id('a'))?.parent).toBeUndefined()
  })

  it('brings a frame and its member back together', () => {
    const board = new Board()
    const frame: Op = { op: 'put', element: { id: id('f'), type: 'frame', order: 'a0', x: 0, y: 0, w: 1, h: 1 } }
    board.do([frame, put('a', '', { parent: id('f') })], other)
    const { changes } = board.do([
      { op: 'remove', id: id('a') },
      { op: 'remove', id: id('f') },
    ])
    board.takeBack([changes])
    expect(board.document.get(id('a'))?.parent).toBe(id('f'))
  })

  it('swaps a member and its parent back, also where only a whole element can do it', () => {
    const board = new Board()
    const frame = { id: id('f'), type: 'frame', order: 'a0', x: 0, y: 0, w: 1, h: 1 }
    board.do([{ op: 'put', element: frame }, put('a', '', { parent: id('f') })])
    const before = seen(board.document)
    const { changes } = board.do([{ op: 'put', element: { ...frame, id: id('a') } }, set('f', { parent: id('a') })])
    board.takeBack([changes])
    expect(seen(board.document)).toEqual(before)
  })

  it('leaves a text in which somebody else has written the same words anew', () => {
    const board = new Board()
    const { changes } = board.do([put('t', 'word')])
    board.type('t', '', other)
    board.type('t', 'word', other)
    const { inverse } = board.takeBack([changes])
    expect(inverse).toMatchObject({ ops: [], kept: 1 })
    expect(board.text('t')).toBe('word')
  })

  it('takes back my characters only, and puts deleted ones where they were', () => {
    const board = new Board()
    board.do([put('t', 'one three')], other)
    const typed = board.type('t', 'one two three')
    board.type('t', 'one two three four', other)
    const cut = board.type('t', 'two three four')
    board.type('t', '>two three four', other)
    board.takeBack([typed.changes, cut.changes])
    expect(board.text('t').replace('>', '')).toBe('one three four')
    expect(board.text('t')).toContain('>')
  })

  it('takes a text that was typed in many batches back as one, with a character that was typed and deleted in between', () => {
    const board = new Board()
    const parts = [board.do([put('t', 'a')]), board.type('t', 'ab'), board.type('t', 'b'), board.type('t', 'bcd')]
    const { inverse } = board.takeBack(parts.map(({ changes }) => changes))
    expect(inverse.ops).toEqual([{ op: 'remove', id: id('t') }])
  })

  it('finds characters that came back under other ids', () => {
    const board = new Board()
    board.do([put('t', '')], other)
    const typed = board.type('t', 'hello')
    const deleted = board.type('t', 'ho')
    const { inverse } = board.takeBack([deleted.changes])
    expect(board.text('t')).toBe('hello')
    const renames = renamesOf(inverse.revived, [{ actor: me, number: 4, ops: inverse.ops }])
    board.takeBack([renamedChanges(typed.changes, renames)])
    expect(board.text('t')).toBe('')
  })

  it('keeps a label that others have written on', () => {
    const board = new Board()
    board.do([{ op: 'put', element: { id: id('r'), type: 'rectangle', order: 'a0', x: 0, y: 0, w: 1, h: 1 } }], other)
    const { changes } = board.do([set('r', { label: 'mine' })])
    const sequence = board.document.get(id('r'))?.label as unknown as TextSequence
    const splice = spliceTo(sequence, 'mine yours')
    if (splice) board.do([{ op: 'splice', id: id('r'), prop: 'label', ...splice }], other)
    board.takeBack([changes])
    expect(plainText(board.document.get(id('r'))?.label as unknown as TextSequence)).toBe(' yours')
  })

  it('takes meta back, per property', () => {
    const board = new Board()
    const { changes } = board.do([{ op: 'meta', props: { background: 'grid', grid: 10 } }])
    board.do([{ op: 'meta', props: { grid: 20 } }], other)
    board.takeBack([changes])
    expect(board.document.meta).toEqual({ grid: 20 })
  })
})
