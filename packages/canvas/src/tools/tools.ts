import { EraserTool } from './eraser.ts'
import { EyedropperTool } from './eyedropper.ts'
import { frameTool } from './frame.ts'
import { HandTool } from './hand.ts'
import { LaserTool } from './laser.ts'
import { LassoTool } from './lasso.ts'
import { LineTool } from './line.ts'
import { PenTool } from './pen.ts'
import { SelectTool } from './select.ts'
import { ShapeTool } from './shape.ts'
import { StickyTool } from './sticky.ts'
import { TextTool } from './text.ts'
import type { ToolId, ToolRow } from './tool.ts'

/** All tools, in the order of the toolbar: a new one is a row here and a file beside. */
export const TOOLS: readonly ToolRow[] = [
  {
    id: 'select',
    title: 'Select',
    shortcut: 'V',
    aliases: ['1'],
    group: 'move',
    edits: false,
    keepsSelection: true,
    start: (desk) => new SelectTool(desk),
  },
  {
    id: 'lasso',
    title: 'Lasso',
    shortcut: 'Shift+L',
    group: 'move',
    edits: false,
    keepsSelection: true,
    start: (desk) => new LassoTool(desk),
  },
  {
    id: 'hand',
    title: 'Hand',
    shortcut: 'H',
    group: 'move',
    edits: false,
    keepsSelection: true,
    start: (desk) => new HandTool(desk),
  },
  {
    id: 'laser',
    title: 'Laser pointer',
    shortcut: 'K',
    group: 'move',
    edits: false,
    keepsSelection: true,
    start: (desk) => new LaserTool(desk),
  },
  {
    id: 'pen',
    title: 'Pen',
    shortcut: 'P',
    aliases: ['7'],
    group: 'ink',
    edits: true,
    makes: 'stroke',
    start: (desk) => new PenTool(desk, 'pen'),
  },
  {
    id: 'highlighter',
    title: 'Highlighter',
    shortcut: 'M',
    group: 'ink',
    edits: true,
    makes: 'highlighter',
    start: (desk) => new PenTool(desk, 'highlighter'),
  },
  {
    id: 'eraser',
    title: 'Eraser',
    shortcut: 'E',
    aliases: ['0'],
    group: 'ink',
    edits: true,
    start: (desk) => new EraserTool(desk),
  },
  {
    id: 'eyedropper',
    title: 'Eyedropper',
    shortcut: 'I',
    group: 'ink',
    edits: true,
    keepsSelection: true,
    start: (desk) => new EyedropperTool(desk),
  },
  {
    id: 'rectangle',
    title: 'Rectangle',
    shortcut: 'R',
    aliases: ['2'],
    group: 'shape',
    edits: true,
    makes: 'rectangle',
    start: (desk) => new ShapeTool(desk, 'rectangle'),
  },
  {
    id: 'ellipse',
    title: 'Ellipse',
    shortcut: 'O',
    aliases: ['4'],
    group: 'shape',
    edits: true,
    makes: 'ellipse',
    start: (desk) => new ShapeTool(desk, 'ellipse'),
  },
  {
    id: 'diamond',
    title: 'Diamond',
    shortcut: 'D',
    aliases: ['3'],
    group: 'shape',
    edits: true,
    makes: 'diamond',
    start: (desk) => new ShapeTool(desk, 'diamond'),
  },
  {
    id: 'triangle',
    title: 'Triangle',
    shortcut: 'Y',
    group: 'shape',
    edits: true,
    makes: 'triangle',
    start: (desk) => new ShapeTool(desk, 'triangle'),
  },
  {
    id: 'star',
    title: 'Star',
    shortcut: 'Z',
    group: 'shape',
    edits: true,
    makes: 'star',
    start: (desk) => new ShapeTool(desk, 'star'),
  },
  {
    id: 'hexagon',
    title: 'Hexagon',
    shortcut: 'X',
    group: 'shape',
    edits: true,
    makes: 'hexagon',
    start: (desk) => new ShapeTool(desk, 'hexagon'),
  },
  {
    id: 'arrow',
    title: 'Arrow',
    shortcut: 'A',
    aliases: ['5'],
    group: 'shape',
    edits: true,
    makes: 'arrow',
    start: (desk) => new LineTool(desk, 'arrow'),
  },
  {
    id: 'line',
    title: 'Line',
    shortcut: 'L',
    aliases: ['6'],
    group: 'shape',
    edits: true,
    makes: 'line',
    start: (desk) => new LineTool(desk, 'line'),
  },
  {
    id: 'text',
    title: 'Text',
    shortcut: 'T',
    aliases: ['8'],
    group: 'write',
    edits: true,
    makes: 'text',
    start: (desk) => new TextTool(desk),
  },
  {
    id: 'sticky',
    title: 'Sticky',
    shortcut: 'S',
    group: 'write',
    edits: true,
    makes: 'sticky',
    start: (desk) => new StickyTool(desk),
  },
  { id: 'frame', title: 'Frame', shortcut: 'F', group: 'write', edits: true, start: frameTool },
]

export function toolRow(id: ToolId): ToolRow {
  const row = TOOLS.find((tool) => tool.id === id)
  if (!row) throw new Error(`there is no tool ${id}`)
  return row
}
