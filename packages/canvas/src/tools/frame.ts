import type { Desk } from '../desk.ts'
import { captureOps } from '../edits/placing.ts'
import { ShapeTool } from './shape.ts'
import type { Tool } from './tool.ts'

/** Draws a frame: what lies whole in it is in it. */
export function frameTool(desk: Desk): Tool {
  return new ShapeTool(desk, 'frame', {
    props: () => ({ name: nextName(desk) }),
    ops: ({ id, parent, x, y, w, h }) => {
      if (typeof x !== 'number' || typeof y !== 'number' || typeof w !== 'number' || typeof h !== 'number') return []
      const box = { minX: x, minY: y, maxX: x + w, maxY: y + h }
      // The frame itself is on the board only when its batch is.
      return captureOps(desk.scene, box, typeof parent === 'string' ? { id, parent: parent as typeof id } : { id })
    },
  })
}

function nextName(desk: Desk): string {
  let frames = 0
  for (const { type } of desk.scene.document.elements()) if (type === 'frame') frames++
  return `Frame ${frames + 1}`
}
