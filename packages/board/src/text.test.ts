import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTORS } from './arbitraries.ts'
import {
  type CharacterId,
  characterBefore,
  characterCount,
  characterRanges,
  compacted,
  plainText,
  type Splice,
  spliced,
  spliceTo,
  type TextSequence,
  textSequence,
  tombstoneCount,
} from './text.ts'

const [anna, bob] = ACTORS as [CharacterId[0], CharacterId[0]]
const anyText = fc.string({ unit: 'grapheme', maxLength: 8 })

/** A text as a list of characters with their names: what a sequence stands for, without runs. */
type Model = { readonly name: string; readonly character: string; dead: boolean }[]

function modelSpliced(model: Model, splice: Splice, [actor, number, offset]: CharacterId): Model {
  const dead = new Set(
    splice.delete.flatMap(([a, n, from, length]) => Array.from({ length }, (_, i) => `${a}/${n}/${from + i}`)),
  )
  const next = model.map((one) => ({ ...one, dead: one.dead || dead.has(one.name) }))
  const created = Array.from(splice.insert).map((character, i) => ({
    name: `${actor}/${number}/${offset + i}`,
    character,
    dead: false,
  }))
  const anchor = splice.after && next.findIndex(({ name }) => name === splice.after?.join('/'))
  let at = anchor === null ? 0 : anchor + 1
  if (anchor === -1) {
    at = 0
    for (let left = splice.fallback; at < next.length && left > 0; at++) if (!next[at]?.dead) left--
  }
  return [...next.slice(0, at), ...created, ...next.slice(at)]
}

const modelText = (model: Model) =>
  model
    .filter(({ dead }) => !dead)
    .map(({ character }) => character)
    .join('')

/** Somebody changes the text that they see, which may be an older state than the one that the splice meets. */
const anyEdit = fc.record({
  actor: fc.constantFrom(anna, bob),
  age: fc.nat(3),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(5),
  insert: anyText,
})

function spliceOf(sequence: TextSequence, edit: { at: number; remove: number; insert: string }): Splice {
  const count = characterCount(plainText(sequence))
  const at = Math.round(edit.at * count)
  return {
    after: characterBefore(sequence, at),
    fallback: at,
    insert: edit.insert,
    delete: characterRanges(sequence, at, Math.min(count, at + edit.remove)),
  }
}

describe('a text sequence', () => {
  it('equals a list of characters, also where people change older states of it', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyEdit, { maxLength: 12 }), (start, edits) => {
        const states: TextSequence[] = [textSequence(start, [anna, 1, 0])]
        let model = modelSpliced([], { after: null, fallback: 0, insert: start, delete: [] }, [anna, 1, 0])
        edits.forEach((edit, i) => {
          const now = states.at(-1) ?? []
          const splice = spliceOf(states[Math.max(0, states.length - 1 - edit.age)] ?? [], edit)
          const id: CharacterId = [edit.actor, i + 2, 0]
          model = modelSpliced(model, splice, id)
          states.push(spliced(now, splice, id))
          expect(plainText(states.at(-1))).toBe(modelText(model))
        })
        const last = states.at(-1) ?? []
        expect(tombstoneCount(last)).toBe(model.filter(({ dead }) => dead).length)
        expect(plainText(compacted(last))).toBe(modelText(model))
        for (const [i, run] of last.entries()) expect(run[3], `run ${i}`).not.toBe('')
      }),
      { numRuns: 500 },
    )
  })

  it('keeps all that two people type at once, in their own order', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.array(anyEdit, { maxLength: 6 }),
        fc.array(anyEdit, { maxLength: 6 }),
        (start, mine, yours) => {
          const common = textSequence(start, [anna, 1, 0])
          let log = common
          const type = (actor: CharacterId[0], edits: typeof mine) => {
            let own = common
            return edits.map((edit, i) => {
              const splice = spliceOf(own, { ...edit, remove: 0 })
              own = spliced(own, splice, [actor, i + 2, 0])
              return { splice, id: [actor, i + 2, 0] as CharacterId }
            })
          }
          const [a, b] = [type(anna, mine), type(bob, yours)]
          for (let i = 0; i < Math.max(a.length, b.length); i++) {
            for (const one of [a[i], b[i]]) if (one) log = spliced(log, one.splice, one.id)
          }
          const only = (actor: CharacterId[0]) => plainText(log.filter((run) => run[0] === actor))
          const alone = (all: typeof a) =>
            plainText(all.reduce((text, { splice, id }) => spliced(text, splice, id), common))
          expect(characterCount(plainText(log))).toBe(
            characterCount(
              start + mine.map(({ insert }) => insert).join('') + yours.map(({ insert }) => insert).join(''),
            ),
          )
          // Anna's characters, the start included, stand to each other as if Bob had not been there.
          expect(only(anna)).toBe(alone(a))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('puts the later of two inserts at one place nearer to it', () => {
    const start = textSequence('ab', [anna, 1, 0])
    const insert = (text: string): Splice => ({ after: [anna, 1, 0], fallback: 1, insert: text, delete: [] })
    const first = spliced(start, insert('1'), [anna, 2, 0])
    expect(plainText(spliced(first, insert('2'), [bob, 1, 0]))).toBe('a21b')
  })

  it('falls back to an offset, clamped, where the anchor is unknown', () => {
    const start = textSequence('abc', [anna, 1, 0])
    const at = (fallback: number): Splice => ({ after: [bob, 9, 9], fallback, insert: '-', delete: [] })
    expect(plainText(spliced(start, at(1), [bob, 1, 0]))).toBe('a-bc')
    expect(plainText(spliced(start, at(99), [bob, 1, 0]))).toBe('abc-')
  })

  it('becomes any other text by one splice', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (a, b, c) => {
        let sequence = textSequence(a, [anna, 1, 0])
        for (const [i, next] of [b, c, a].entries()) {
          const splice = spliceTo(sequence, next)
          expect(splice === undefined).toBe(plainText(sequence) === next)
          if (splice) sequence = spliced(sequence, splice, [bob, i + 1, 0])
          expect(plainText(sequence)).toBe(next)
        }
      }),
    )
  })
})
