import type { Desk } from '../desk.ts'
import { HandTool } from './hand.ts'
import { LateTool } from './late-tool.ts'
import { PenTool } from './pen.ts'
import type { Tool, ToolId } from './tool.ts'

/** Tools that are there with the page, for the first stroke. */
export type EarlyToolId = 'hand' | 'pen' | 'highlighter'

/** A tool at work, or what stands in for it until its code is there. */
export function toolFor(desk: Desk, id: ToolId): Tool {
  switch (id) {
    case 'hand':
      return new HandTool(desk)
    case 'pen':
    case 'highlighter':
      return new PenTool(desk, id)
    default:
      return desk.rest.now?.startTool(desk, id) ?? new LateTool(desk, id)
  }
}
