import {
  type ActorId,
  BoardDocument,
  type Element,
  type ElementId,
  layOut,
  type Measure,
  orderKeys,
  type Props,
  packPoints,
  packSnapshot,
  snapToUnit,
  textHash,
  textSequence,
} from '@inkwire/board'
import { makeScene, type SceneElement } from '../scene.ts'

/** The colours of the scene, in order. */
const COLORS = ['ink', 'blue', 'red', 'green', 'orange', 'violet']
const WIDTH = 2
const FONT_SIZE = 16
/** Who drew the scene. */
const ACTOR = 'AAAAAAAAAAAAAAAAAAAAAA' as ActorId

/** The id of an element of the scene by its number. */
export function sceneId(index: number): ElementId {
  return String(index).padStart(21, '0') as ElementId
}

/** The snapshot of a board that holds a scene, as the server would send it. */
export function sceneSnapshot(count: number, measure: Measure): Uint8Array<ArrayBuffer> {
  const random = repeatable()
  const orders = orderKeys(null, null, count, random)
  const document = new BoardDocument()
  for (const element of makeScene(count)) {
    const props = propsOf(element, measure)
    const order = orders[element.index] ?? ''
    document.put({ ...props, id: sceneId(element.index), order } as Element)
  }
  return packSnapshot(document)
}

function propsOf(element: SceneElement, measure: Measure): Props {
  const { x, y, w, h } = element
  const color = COLORS[element.color] ?? 'ink'
  switch (element.kind) {
    case 'stroke': {
      const [left = 0, top = 0] = element.points[0] ?? []
      const points = element.points.map(([px, py, pressure]) => ({
        x: snapToUnit(px - left, 1),
        y: snapToUnit(py - top, 1),
        pressure,
      }))
      return { type: 'stroke', x: x + left, y: y + top, color, width: WIDTH, points: packPoints(points, 1) }
    }
    case 'rectangle':
    case 'ellipse':
      return { type: element.kind, x, y, w, h, color, width: WIDTH, ...(element.filled ? { fill: color } : {}) }
    case 'arrow':
    case 'line':
      return {
        type: element.kind,
        start: { x, y },
        end: { x: x + w, y: y + h },
        color,
        width: WIDTH,
        ...(element.kind === 'arrow' ? { endHead: 'arrow' } : {}),
      }
    case 'text': {
      const style = { font: 'sans', fontSize: FONT_SIZE } as const
      const laid = layOut(element.text, style, measure)
      const text = textSequence(element.text, [ACTOR, element.index + 1, 0])
      const layout = { ...laid, ...style, textHash: textHash(element.text) }
      return { type: 'text', x, y, color, fontSize: FONT_SIZE, text, layout }
    }
  }
}

/** A source of numbers for order keys that gives the same ones in every run. */
export function repeatable(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
