import { type Editor, type EditorState, TOOLS, type ToolId } from '@inkwire/canvas'
import {
  Circle,
  Diamond,
  Eraser,
  Hand,
  type LucideIcon,
  MousePointer2,
  MoveUpRight,
  Pencil,
  Slash,
  Square,
  Type,
} from 'lucide-react'
import { Fragment } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { FloatingPanel } from './FloatingPanel.tsx'

const ICONS: { readonly [Tool in ToolId]: LucideIcon } = {
  select: MousePointer2,
  hand: Hand,
  pen: Pencil,
  eraser: Eraser,
  rectangle: Square,
  ellipse: Circle,
  diamond: Diamond,
  line: Slash,
  arrow: MoveUpRight,
  text: Type,
}

interface ToolbarProps {
  readonly editor: Editor
  readonly state: EditorState
  /** Whether the server has said what I may do; until then nobody is told that they can only look. */
  readonly known: boolean
}

/** All tools in one row; on a narrow screen it scrolls. Whoever may only look keeps those that change nothing. */
export function Toolbar({ editor, state, known }: ToolbarProps) {
  const viewOnly = known && !state.canEdit
  const tools = viewOnly ? TOOLS.filter(({ group }) => group === 'move') : TOOLS
  return (
    <div className="pointer-events-none absolute inset-x-edge bottom-[max(var(--edge),env(safe-area-inset-bottom))] z-10 flex justify-center">
      <FloatingPanel className="no-scrollbar max-w-full max-sm:overflow-x-auto">
        <div role="toolbar" aria-label="Tools" className="flex w-max items-center">
          {tools.map((tool, at) => (
            <Fragment key={tool.id}>
              {at > 0 && tools[at - 1]?.group !== tool.group && <span className="mx-1 h-5 w-px bg-line" />}
              <IconButton
                title={tool.title}
                icon={ICONS[tool.id]}
                shortcut={tool.shortcut}
                aria-pressed={state.tool === tool.id}
                onClick={() => editor.setTool(tool.id)}
              />
            </Fragment>
          ))}
          {viewOnly && <span className="border-l border-line px-3 ml-1 text-label text-muted">View only</span>}
        </div>
      </FloatingPanel>
    </div>
  )
}
