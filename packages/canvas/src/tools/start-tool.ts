import type { Desk } from '../desk.ts'
import { EraserTool } from './eraser.ts'
import { EyedropperTool } from './eyedropper.ts'
import { frameTool } from './frame.ts'
import { LaserTool } from './laser.ts'
import { LassoTool } from './lasso.ts'
import { LineTool } from './line.ts'
import { SelectTool } from './select.ts'
import { ShapeTool } from './shape.ts'
import { StickyTool } from './sticky.ts'
import { TextTool } from './text.ts'
import type { Tool, ToolId } from './tool.ts'
import type { EarlyToolId } from './tool-for.ts'

/** Tools whose code comes after the page. */
export type LateToolId = Exclude<ToolId, EarlyToolId>

export function startTool(desk: Desk, id: LateToolId): Tool {
  switch (id) {
    case 'select':
      return new SelectTool(desk)
    case 'lasso':
      return new LassoTool(desk)
    case 'laser':
      return new LaserTool(desk)
    case 'eraser':
      return new EraserTool(desk)
    case 'eyedropper':
      return new EyedropperTool(desk)
    case 'rectangle':
    case 'ellipse':
    case 'diamond':
    case 'triangle':
    case 'star':
    case 'hexagon':
      return new ShapeTool(desk, id)
    case 'arrow':
    case 'line':
      return new LineTool(desk, id)
    case 'text':
      return new TextTool(desk)
    case 'sticky':
      return new StickyTool(desk)
    case 'frame':
      return frameTool(desk)
  }
}
