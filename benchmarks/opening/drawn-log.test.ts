import { type ActorId, BoardDocument, fold, type NewElement, textOf } from '@inkwire/board'
import { expect, it } from 'vitest'
import { drawnLog, type LogSize, sizeProblem } from './drawn-log.ts'

function picture(size: LogSize): readonly (readonly [string, unknown])[] {
  const document = new BoardDocument()
  let number = 0
  for (const ops of drawnLog(size)) fold(document, { actor: 'A'.repeat(22) as ActorId, number: ++number, ops })
  expect(number).toBe(size.batches)
  return [...document.elements()]
    .map(
      (element) => [element.id, 'text' in element ? { ...element, text: textOf(element, 'text') } : element] as const,
    )
    .sort(([one], [other]) => (one < other ? -1 : 1))
}

it('a log shows the same picture however long it is', () => {
  const short = picture({ batches: 40, elements: 40 })
  expect(short).toHaveLength(40)
  expect(picture({ batches: 4_000, elements: 40 })).toEqual(short)
  expect(new Set(short.map(([, element]) => (element as NewElement).type)).size).toBeGreaterThan(3)
})

it('says which sizes there are no logs of', () => {
  expect(sizeProblem({ batches: 4_000, elements: 40 })).toBeNull()
  expect(sizeProblem({ batches: 4_001, elements: 40 })).toMatch(/no multiple of 40/)
  expect(sizeProblem({ batches: 82, elements: 41 })).toMatch(/no multiple of 4$/)
})
