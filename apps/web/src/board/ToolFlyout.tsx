import type { Editor, EditorState, ToolId, ToolRow } from '@inkwire/canvas'
import { useEffect, useState } from 'react'
import { Flyout } from '../ui/Flyout.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { TOOL_ICONS } from './tool-icons.ts'
import type { FlyoutTools } from './tool-places.ts'

interface ToolFlyoutProps extends FlyoutTools<ToolRow> {
  readonly editor: Editor
  readonly state: EditorState
}

/** The last used one of several tools; a press takes it, and shows the others. */
export function ToolFlyout({ editor, state, title, opensAtOnce, tools }: ToolFlyoutProps) {
  const [first] = tools
  const [last, setLast] = useState<ToolId | undefined>(first?.id)
  const active = tools.find(({ id }) => id === state.tool)
  const shown = active ?? tools.find(({ id }) => id === last) ?? first

  useEffect(() => {
    if (active) setLast(active.id)
  }, [active])

  if (!shown) return null
  return (
    <Flyout
      label={title}
      side="above"
      className="flex"
      button={({ onClick, ...props }) => (
        <IconButton
          title={shown.title}
          icon={TOOL_ICONS[shown.id]}
          shortcut={shown.shortcut}
          aria-pressed={active !== undefined}
          more
          {...props}
          onClick={() => {
            editor.setTool(shown.id)
            if (opensAtOnce || active) onClick()
          }}
        />
      )}
    >
      {(close) =>
        tools.map((tool) => (
          <IconButton
            key={tool.id}
            title={tool.title}
            icon={TOOL_ICONS[tool.id]}
            shortcut={tool.shortcut}
            aria-pressed={state.tool === tool.id}
            onClick={() => {
              editor.setTool(tool.id)
              close()
            }}
          />
        ))
      }
    </Flyout>
  )
}
