import { EraserTool } from './eraser.ts'
import { HandTool } from './hand.ts'
import { LineTool } from './line.ts'
import { PenTool } from './pen.ts'
import { SelectTool } from './select.ts'
import { ShapeTool } from './shape.ts'
import { TextTool } from './text.ts'
import type { ToolId, ToolRow } from './tool.ts'

/** All tools, in the order of the toolbar: a new one is a row here and a file beside. */
export const TOOLS: readonly ToolRow[] = [
  { id: 'select', title: 'Select', shortcut: 'V', group: 'move', edits: false, start: (desk) => new SelectTool(desk) },
  { id: 'hand', title: 'Hand', shortcut: 'H', group: 'move', edits: false, start: (desk) => new HandTool(desk) },
  {
    id: 'pen',
    title: 'Pen',
    shortcut: 'P',
    group: 'ink',
    edits: true,
    makes: 'stroke',
    start: (desk) => new PenTool(desk),
  },
  { id: 'eraser', title: 'Eraser', shortcut: 'E', group: 'ink', edits: true, start: (desk) => new EraserTool(desk) },
  {
    id: 'rectangle',
    title: 'Rectangle',
    shortcut: 'R',
    group: 'shape',
    edits: true,
    makes: 'rectangle',
    start: (desk) => new ShapeTool(desk, 'rectangle'),
  },
  {
    id: 'ellipse',
    title: 'Ellipse',
    shortcut: 'O',
    group: 'shape',
    edits: true,
    makes: 'ellipse',
    start: (desk) => new ShapeTool(desk, 'ellipse'),
  },
  {
    id: 'diamond',
    title: 'Diamond',
    shortcut: 'D',
    group: 'shape',
    edits: true,
    makes: 'diamond',
    start: (desk) => new ShapeTool(desk, 'diamond'),
  },
  {
    id: 'arrow',
    title: 'Arrow',
    shortcut: 'A',
    group: 'shape',
    edits: true,
    makes: 'arrow',
    start: (desk) => new LineTool(desk, 'arrow'),
  },
  {
    id: 'line',
    title: 'Line',
    shortcut: 'L',
    group: 'shape',
    edits: true,
    makes: 'line',
    start: (desk) => new LineTool(desk, 'line'),
  },
  {
    id: 'text',
    title: 'Text',
    shortcut: 'T',
    group: 'write',
    edits: true,
    makes: 'text',
    start: (desk) => new TextTool(desk),
  },
]

export function toolRow(id: ToolId): ToolRow {
  const row = TOOLS.find((tool) => tool.id === id)
  if (!row) throw new Error(`there is no tool ${id}`)
  return row
}
