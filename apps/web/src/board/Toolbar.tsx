import { type Editor, type EditorState, TOOLS, type ToolId } from '@inkwire/canvas'
import {
  Circle,
  Diamond,
  Eraser,
  Frame,
  Hand,
  Highlighter,
  Lock,
  LockOpen,
  type LucideIcon,
  MousePointer2,
  MoveUpRight,
  Pencil,
  Slash,
  Square,
  StickyNote,
  Type,
} from 'lucide-react'
import { Fragment, useEffect } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { useRovingFocus } from '../ui/roving.ts'
import { FloatingPanel } from './FloatingPanel.tsx'
import { shortcutOf, titleOf } from './shortcuts.ts'

const ICONS: { readonly [Tool in ToolId]: LucideIcon } = {
  select: MousePointer2,
  hand: Hand,
  pen: Pencil,
  highlighter: Highlighter,
  eraser: Eraser,
  rectangle: Square,
  ellipse: Circle,
  diamond: Diamond,
  arrow: MoveUpRight,
  line: Slash,
  text: Type,
  sticky: StickyNote,
  frame: Frame,
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
  const tools = viewOnly ? TOOLS.filter(({ edits }) => !edits) : TOOLS
  const row = useRovingFocus()

  // A tool that was chosen by its key may lie outside of the part that is seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tool is what this waits for
  useEffect(() => {
    row.ref.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [state.tool])

  return (
    <div className="pointer-events-none absolute inset-x-edge bottom-[max(var(--edge),env(safe-area-inset-bottom))] z-10 flex justify-center">
      <FloatingPanel className="no-scrollbar scroll-px-3 max-w-full max-sm:overflow-x-auto pointer-coarse:max-[700px]:overflow-x-auto">
        <div role="toolbar" aria-label="Tools" {...row} className="flex w-max items-center">
          {tools.map((tool, at) => (
            <Fragment key={tool.id}>
              {at > 0 && tools[at - 1]?.group !== tool.group && <Divider />}
              <IconButton
                title={tool.title}
                icon={ICONS[tool.id]}
                shortcut={tool.shortcut}
                aria-pressed={state.tool === tool.id}
                onClick={() => editor.setTool(tool.id)}
              />
            </Fragment>
          ))}
          {viewOnly ? (
            <span className="ml-1 border-l border-line px-3 text-label text-muted">View only</span>
          ) : (
            <>
              <Divider />
              <IconButton
                title={titleOf(editor, 'tool-lock') ?? 'Keep the tool'}
                icon={state.toolLocked ? Lock : LockOpen}
                shortcut={shortcutOf(editor, 'tool-lock')}
                aria-pressed={state.toolLocked}
                onClick={() => editor.run('tool-lock')}
              />
            </>
          )}
        </div>
      </FloatingPanel>
    </div>
  )
}

const Divider = () => <span className="mx-1 h-5 w-px shrink-0 bg-line" />
