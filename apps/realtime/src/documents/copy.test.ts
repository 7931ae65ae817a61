import {
  type ActorId,
  BoardDocument,
  checkOps,
  type ElementId,
  fold,
  type GestureId,
  type Op,
  packOps,
  packSnapshot,
  spliceTo,
  unpackOps,
} from '@inkwire/board'
import { ACTORS, anyIntent, opsOf, seen } from '@inkwire/board/arbitraries'
import { batchDigest, packRecords } from '@inkwire/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyDocument, type DocumentCopy } from './copy.ts'

const ACTOR = 'Z'.repeat(21).concat('A') as ActorId
const GESTURE = 'g'.repeat(21) as GestureId
const id = (name: string) => name.padEnd(21, '_') as ElementId

function copyOf(document: BoardDocument): DocumentCopy {
  const stored = { snapshot: packSnapshot(document), snapshotSeq: 1, records: packRecords([]) }
  return copyDocument({ document: stored, actor: ACTOR, gesture: GESTURE })
}

/** What the log gives; fails where the gateway would have refused a batch. */
function foldOf({ batches }: DocumentCopy): BoardDocument {
  const document = new BoardDocument()
  for (const [i, bytes] of batches.entries()) {
    expect(checkOps(bytes)).toMatchObject({ ok: true })
    fold(document, { actor: ACTOR, number: i + 1, ops: unpackOps(bytes) })
  }
  return document
}

let number = 0
/** As from the log: packed once, where -0 is 0. */
const change = (document: BoardDocument, ...ops: Op[]) =>
  fold(document, { actor: ACTORS[0] ?? ACTOR, number: ++number, ops: unpackOps(packOps(ops)) })

test('any document gives the same elements, texts and canvas', () => {
  fc.assert(
    fc.property(fc.array(anyIntent, { maxLength: 40 }), (intents) => {
      const document = new BoardDocument()
      for (const intent of intents) change(document, ...opsOf(intent, document))
      const copy = copyOf(document)
      const folded = foldOf(copy)
      expect(seen(folded)).toEqual(seen(document))
      expect(copy.snapshot).toMatchObject({ hash: folded.hash, elements: document.size })
      const last = copy.batches.at(-1)
      if (last) expect(copy.digest).toEqual(batchDigest(GESTURE, last))
    }),
  )
})

test('an empty board has no batches', () => {
  expect(copyOf(new BoardDocument()).batches).toEqual([])
})

test('many elements become several batches; without texts the hash is the same', () => {
  const document = new BoardDocument()
  for (let i = 0; i < 3_500; i++) {
    change(document, {
      op: 'put',
      element: { id: id(`e${i}`), type: 'rectangle', order: 'a0', x: i, y: 0, w: 10, h: 10, note: 'n'.repeat(i % 300) },
    })
  }
  const copy = copyOf(document)
  expect(copy.batches.length).toBeGreaterThanOrEqual(4)
  expect(foldOf(copy).hash).toBe(document.hash)
})

test('what grew by many changes beyond what one op may hold is copied in several', () => {
  const document = new BoardDocument()
  const text = id('text')
  change(document, { op: 'put', element: { id: text, type: 'text', order: 'a0', x: 0, y: 0, text: '' } })
  for (let part = 0; part < 5; part++) {
    const before = document.get(text)?.text as never
    const splice = spliceTo(before, `${'𝒳y\n'.repeat(5_000)}${part}`.repeat(part + 1))
    if (splice) change(document, { op: 'splice', id: text, prop: 'text', ...splice })
  }
  change(document, { op: 'put', element: { id: id('big'), type: 'newer-thing', order: 'a0' } })
  for (const name of ['one', 'two', '__proto__', 'three']) {
    const props = Object.fromEntries([[name, new Uint8Array(200_000).fill(7)]])
    change(document, { op: 'set', id: id('big'), props })
  }
  const copy = copyOf(document)
  expect(seen(foldOf(copy))).toEqual(seen(document))
})
