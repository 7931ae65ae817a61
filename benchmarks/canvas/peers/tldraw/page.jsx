import { getAssetUrls } from '@tldraw/assets/selfHosted'
import { createRoot } from 'react-dom/client'
import { compressLegacySegments, createShapeId, Tldraw, toRichText } from 'tldraw'
import 'tldraw/tldraw.css'
import { makeScene } from '../../scene.ts'

const COLORS = ['black', 'blue', 'red', 'green', 'orange', 'violet']
/** Its own limit is 4,000. */
const MAX_SHAPES = 1e6

const idOf = (index) => createShapeId(`e${index}`)
let editor
let resolveReady
const ready = new Promise((resolve) => {
  resolveReady = resolve
})
let prepared = { count: -1, shapes: [] }

function prepare(count) {
  if (prepared.count !== count) prepared = { count, shapes: makeScene(count).map(shapeOf) }
}

function shapeOf(element) {
  const { index, x, y, w, h } = element
  const base = { id: idOf(index), x, y }
  const look = { color: COLORS[element.color], size: 's' }
  switch (element.kind) {
    case 'stroke': {
      const points = element.points.map(([px, py, z]) => ({ x: px, y: py, z }))
      const segments = compressLegacySegments([{ type: 'free', points }])
      return { ...base, type: 'draw', props: { ...look, isPen: true, isComplete: true, segments } }
    }
    case 'rectangle':
    case 'ellipse':
      return {
        ...base,
        type: 'geo',
        props: { ...look, geo: element.kind, w, h, fill: element.filled ? 'solid' : 'none' },
      }
    case 'arrow':
      return { ...base, type: 'arrow', props: { ...look, start: { x: 0, y: 0 }, end: { x: w, y: h } } }
    case 'line': {
      const points = { a1: { id: 'a1', index: 'a1', x: 0, y: 0 }, a2: { id: 'a2', index: 'a2', x: w, y: h } }
      return { ...base, type: 'line', props: { ...look, points } }
    }
    default:
      return { ...base, type: 'text', props: { ...look, richText: toRichText(element.text) } }
  }
}

window.bench = {
  name: 'tldraw',
  ready,
  async prepare(count) {
    prepare(count)
  },
  async load(count) {
    prepare(count)
    const old = [...editor.getCurrentPageShapeIds()]
    if (old.length > 0) editor.deleteShapes(old)
    editor.createShapes(prepared.shapes)
  },
  setCamera(x, y, zoom) {
    editor.setCamera({ x: -x, y: -y, z: zoom }, { force: true, immediate: true })
  },
  getCamera() {
    const { x, y, z } = editor.getCamera()
    return { x: -x, y: -y, zoom: z }
  },
  setTool(tool) {
    editor.setCurrentTool(tool)
  },
  select(indices) {
    editor.setSelectedShapes(indices.map(idOf))
  },
  selectedCount: () => editor.getSelectedShapeIds().length,
  count: () => editor.getCurrentPageShapeIds().size,
  bounds(index) {
    const { x, y, w, h } = editor.getShapePageBounds(idOf(index))
    return { x, y, w, h }
  },
}

function take(mounted) {
  editor = mounted
  // Its first frames come after this call.
  setTimeout(resolveReady, 300)
}

createRoot(document.getElementById('root')).render(
  <Tldraw
    assetUrls={getAssetUrls({ baseUrl: './assets/' })}
    options={{ maxShapesPerPage: MAX_SHAPES }}
    onMount={take}
  />,
)
