import { CaptureUpdateAction, convertToExcalidrawElements, Excalidraw, restoreElements } from '@excalidraw/excalidraw'
import { createRoot } from 'react-dom/client'
import '@excalidraw/excalidraw/index.css'
import { makeScene } from '../../scene.ts'

const COLORS = ['#1e1e1e', '#1971c2', '#e03131', '#2f9e44', '#f08c00', '#6741d9']
const FILLS = ['#e9ecef', '#a5d8ff', '#ffc9c9', '#b2f2bb', '#ffec99', '#d0bfff']

const idOf = (index) => `e${index}`
let api
let resolveReady
const ready = new Promise((resolve) => {
  resolveReady = resolve
})
let prepared = { count: -1, elements: [] }

function prepare(count) {
  if (prepared.count === count) return
  const elements = restoreElements(makeScene(count).map(elementOf), null)
  prepared = { count, elements: JSON.parse(JSON.stringify(elements)) }
}

function elementOf(element) {
  const base = { id: idOf(element.index), x: element.x, y: element.y, strokeColor: COLORS[element.color] }
  const size = { width: element.w, height: element.h }
  const whole = (skeleton) => convertToExcalidrawElements([skeleton], { regenerateIds: false })[0]
  switch (element.kind) {
    case 'stroke':
      return {
        ...base,
        ...size,
        type: 'freedraw',
        points: element.points.map(([x, y]) => [x, y]),
        pressures: element.points.map(([, , pressure]) => pressure),
        simulatePressure: false,
        lastCommittedPoint: null,
        strokeWidth: 1,
      }
    case 'rectangle':
    case 'ellipse': {
      const backgroundColor = element.filled ? FILLS[element.color] : 'transparent'
      return whole({ ...base, ...size, type: element.kind, backgroundColor })
    }
    case 'arrow':
    case 'line': {
      const points = [
        [0, 0],
        [element.w, element.h],
      ]
      return whole({ ...base, ...size, type: element.kind, points })
    }
    default:
      return whole({ ...base, type: 'text', text: element.text, fontSize: 16 })
  }
}

window.bench = {
  name: 'excalidraw',
  ready,
  async prepare(count) {
    prepare(count)
  },
  async load(count) {
    prepare(count)
    const elements = restoreElements(prepared.elements, null)
    api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER })
  },
  setCamera(x, y, zoom) {
    api.updateScene({ appState: { scrollX: -x, scrollY: -y, zoom: { value: zoom } } })
  },
  getCamera() {
    const { scrollX, scrollY, zoom } = api.getAppState()
    return { x: -scrollX, y: -scrollY, zoom: zoom.value }
  },
  setTool(tool) {
    api.setActiveTool({ type: tool === 'draw' ? 'freedraw' : 'selection' })
  },
  select(indices) {
    const selectedElementIds = Object.fromEntries(indices.map((index) => [idOf(index), true]))
    api.updateScene({ appState: { selectedElementIds, selectedGroupIds: {} } })
  },
  selectedCount: () => Object.keys(api.getAppState().selectedElementIds).length,
  count: () => api.getSceneElements().length,
  bounds(index) {
    const { x, y, width, height } = api.getSceneElements().find(({ id }) => id === idOf(index))
    return { x, y, w: width, h: height }
  },
}

function take(excalidraw) {
  if (api) return
  api = excalidraw
  // Its first frames come after this call.
  setTimeout(resolveReady, 300)
}

createRoot(document.getElementById('root')).render(
  <Excalidraw excalidrawAPI={take} initialData={{ appState: { viewBackgroundColor: '#ffffff' } }} />,
)
