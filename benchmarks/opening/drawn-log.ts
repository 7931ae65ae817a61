import {
  type Element,
  type ElementId,
  isTextProperty,
  type NewElement,
  type Op,
  textOf,
  unpackSnapshot,
} from '@inkwire/board'
import { sceneSnapshot } from '../canvas/page/scene-snapshot.ts'

/** Between two elements of the picture people do other things, four batches at a time: move one away and back, draw something and remove it. */
const ROUND = 4
/** World px that an element is moved. */
const AWAY = 37

/** What a log can be of: its batches are put together from `elements` that stay, and rounds that leave nothing. */
export interface LogSize {
  readonly batches: number
  readonly elements: number
}

/** @returns why there is no such log; null: there is */
export function sizeProblem({ batches, elements }: LogSize): string | null {
  if (batches % elements !== 0) return `${batches} batches are no multiple of ${elements} elements`
  if ((batches - elements) % ROUND !== 0) return `${batches} less ${elements} batches are no multiple of ${ROUND}`
  return null
}

/** The ops of each batch of a log that ends with the benchmark's scene, however long it is. */
export function* drawnLog({ batches, elements }: LogSize): Generator<readonly Op[]> {
  const picture = [...unpackSnapshot(sceneSnapshot(elements, evenMeasure)).elements()].map(asNew)
  const movable = picture.flatMap((element, index) =>
    typeof element.x === 'number' ? [{ id: element.id, x: element.x, index }] : [],
  )
  const stroke = picture.find(({ type }) => type === 'stroke')
  if (stroke === undefined) throw new Error('the scene has no stroke')
  const every = batches / elements
  let step = 0
  for (let i = 0; i < batches; i++) {
    const done = Math.floor(i / every)
    const next = picture[done]
    if (i % every === 0 && next) {
      yield [{ op: 'put', element: next }]
      continue
    }
    const round = Math.floor(step / ROUND)
    const mover = movable[round % movable.length]
    const moved = mover && mover.index <= done ? mover : movable[0]
    const passing = `passing${round}`.padEnd(21, '_') as ElementId
    if (moved && step % ROUND === 0) yield [{ op: 'set', id: moved.id, props: { x: moved.x + AWAY } }]
    else if (moved && step % ROUND === 1) yield [{ op: 'set', id: moved.id, props: { x: moved.x } }]
    else if (step % ROUND === 2) yield [{ op: 'put', element: { ...stroke, id: passing } }]
    else yield [{ op: 'remove', id: passing }]
    step++
  }
}

/** As an op brings it: texts are plain strings. */
function asNew(element: Element): NewElement {
  const props = Object.fromEntries(
    Object.keys(element).map((name) => [name, isTextProperty(name) ? textOf(element, name) : element[name]]),
  )
  return { ...props, id: element.id, type: element.type, order: element.order }
}

/** Texts bring their lines with them: how wide they are on screen doesn't matter here. */
const evenMeasure = (text: string, _font: string, size: number): number => text.length * size * 0.5
