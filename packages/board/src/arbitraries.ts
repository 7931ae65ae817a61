import fc from 'fast-check'
import type { DocumentView } from './document.ts'
import type { TextProperty } from './element.ts'
import type { ActorId, ElementId } from './ids.ts'
import type { NewElement, Op } from './op.ts'
import { packPoints } from './points.ts'
import { isTextSequence, plainText, spliceTo } from './text.ts'
import { own, type Props, type Value } from './value.ts'

/** Random documents and changes, for tests. Few ids and few texts, so that changes meet. */

export const ACTORS = ['A', 'B', 'C'].map((letter) => `${letter.repeat(21)}A` as ActorId)

const IDS = ['one', 'two', 'three', 'four', 'five'].map((name) => name.padEnd(21, '_') as ElementId)

const anyKey = fc.constantFrom('id', 'text', 'x', '__proto__', 'constructor', 'toString')

/** Any value, well-formed text or not. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'value' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.uint8Array({ maxLength: 50 }).map((bytes) => new Uint8Array(bytes)),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .array(fc.tuple(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), anyKey), tie('value')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value

/** Any bytes: random ones, and valid ones with a few of them changed or cut off. */
export function anyBytes(valid: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const damaged = fc
    .tuple(valid, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat())
    .map(([bytes, changes, end]) => {
      const copy = bytes.slice(0, end % 3 === 0 ? end % (bytes.length + 1) : bytes.length)
      for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte
      return copy
    })
  return fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes)),
    damaged,
  )
}

export const anyId = fc.constantFrom(...IDS)
const coordinate = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 4)
const words = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('', 'ab', 'hello', '𝒳𝒴'))
const order = fc.constantFrom('a0', 'a1', 'a2', 'a1V', 'Zz')
const points = fc
  .array(fc.record({ x: coordinate, y: coordinate, pressure: fc.constantFrom(0, 0.5, 1) }), { maxLength: 5 })
  .map((list) => packPoints(list, 1))

const base = { id: anyId, order, x: coordinate, y: coordinate }
const parent = { parent: anyId }
const box = { w: fc.nat(500), h: fc.nat(500) }

/** Any element that may be put. */
export const anyElement: fc.Arbitrary<NewElement> = fc.oneof(
  fc.record(
    {
      ...base,
      ...box,
      ...parent,
      type: fc.constantFrom('rectangle', 'frame'),
      color: fc.constantFrom('red', 'ink'),
      label: words,
    },
    { requiredKeys: ['id', 'order', 'x', 'y', 'w', 'h', 'type'] },
  ),
  fc.record(
    { ...base, ...parent, type: fc.constant('text'), text: words },
    { requiredKeys: ['id', 'order', 'x', 'y', 'text', 'type'] },
  ),
  fc.record({ ...base, type: fc.constant('stroke'), points }),
  fc.record({
    id: anyId,
    order,
    type: fc.constant('newer-thing'),
    ['__proto__']: fc.nat(),
    other: anyValue.filter((value) => value !== null),
  }),
) as fc.Arbitrary<NewElement>

const anyProps: fc.Arbitrary<Props> = fc.record(
  {
    x: coordinate,
    y: coordinate,
    color: fc.constantFrom('red', 'blue', null),
    width: fc.constantFrom(1, 4, null),
    parent: fc.option(anyId),
    label: fc.option(words),
    order,
    unknown: anyValue,
  },
  { requiredKeys: [] },
)

/** What a person does, before it is known on what: a text is changed at a share of its length. */
export type Intent =
  | { readonly kind: 'op'; readonly op: Op }
  | {
      readonly kind: 'type'
      readonly id: ElementId
      readonly at: number
      readonly remove: number
      readonly insert: string
    }

export const anyIntent: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 4, arbitrary: anyElement.map((element): Intent => ({ kind: 'op', op: { op: 'put', element } })) },
  {
    weight: 5,
    arbitrary: fc.tuple(anyId, anyProps).map(([id, props]): Intent => ({ kind: 'op', op: { op: 'set', id, props } })),
  },
  { weight: 2, arbitrary: anyId.map((id): Intent => ({ kind: 'op', op: { op: 'remove', id } })) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      id: anyId,
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat(4),
      insert: words,
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .record(
        { background: fc.constantFrom('grid', 'plain', null), grid: fc.constantFrom(10, 20, null) },
        { requiredKeys: [] },
      )
      .map((props): Intent => ({ kind: 'op', op: { op: 'meta', props } })),
  },
)

/** The ops of an intent for somebody who sees `document`; none where it makes no sense there. */
export function opsOf(intent: Intent, document: Pick<DocumentView, 'get'>): Op[] {
  if (intent.kind === 'op') return [withRealParent(intent.op, document)]
  const element = document.get(intent.id)
  const prop: TextProperty = element && Object.hasOwn(element, 'text') ? 'text' : 'label'
  const sequence = element && own(element, prop)
  if (!isTextSequence(sequence)) return []
  const before = Array.from(plainText(sequence))
  const at = Math.round(intent.at * before.length)
  const next = [...before.slice(0, at), intent.insert, ...before.slice(at + intent.remove)].join('')
  const splice = spliceTo(sequence, next)
  return splice ? [{ op: 'splice', id: intent.id, prop, ...splice }] : []
}

/** Nobody puts an element into a frame that was never there; it may be gone by the time that the op is folded. */
function withRealParent(op: Op, document: Pick<DocumentView, 'get'>): Op {
  if (op.op !== 'put' && op.op !== 'set') return op
  const parent = op.op === 'put' ? op.element.parent : op.props.parent
  if (typeof parent !== 'string' || document.get(parent as ElementId)) return op
  if (op.op === 'set') return { ...op, props: { ...op.props, parent: null } }
  return { op: 'put', element: { ...op.element, parent: undefined } }
}

/** A document as people see it: texts as plain strings, without the ids of their characters; a parent that is gone reads as the root. */
export function seen(document: DocumentView): unknown {
  const elements = [...document.elements()].map((element) =>
    Object.fromEntries(
      Object.keys(element)
        .filter((name) => name !== 'parent' || (element.parent && document.get(element.parent)))
        .sort()
        .map((name) => {
          const value = element[name]
          return [`.${name}`, isTextSequence(value) && (name === 'text' || name === 'label') ? plainText(value) : value]
        }),
    ),
  )
  return { meta: document.meta, elements: elements.sort((a, b) => (String(a['.id']) < String(b['.id']) ? -1 : 1)) }
}
