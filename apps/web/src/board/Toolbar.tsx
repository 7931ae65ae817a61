import { type Editor, type EditorState, TOOLS } from '@inkwire/canvas'
import { Image, Lock, LockOpen } from 'lucide-react'
import { Fragment, useEffect } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { useRovingFocus } from '../ui/roving.ts'
import { FloatingPanel } from './FloatingPanel.tsx'
import { shortcutOf, titleOf } from './shortcuts.ts'
import { ToolFlyout } from './ToolFlyout.tsx'
import { TOOL_ICONS } from './tool-icons.ts'
import { groupOf, toolPlaces } from './tool-places.ts'

interface ToolbarProps {
  readonly editor: Editor
  readonly state: EditorState
  /** Whether the server has said what I may do; until then nobody is told that they can only look. */
  readonly known: boolean
}

/** All tools in one row; on a narrow screen it scrolls. Whoever may only look keeps those that change nothing. */
export function Toolbar({ editor, state, known }: ToolbarProps) {
  const viewOnly = known && !state.canEdit
  const places = toolPlaces(viewOnly ? TOOLS.filter(({ edits }) => !edits) : TOOLS)
  const row = useRovingFocus()

  // A tool that was chosen by its key may lie outside of the part that is seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tool is what this waits for
  useEffect(() => {
    row.ref.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [state.tool])

  return (
    <div className="pointer-events-none absolute inset-x-edge bottom-[max(var(--edge),env(safe-area-inset-bottom))] z-10 flex justify-center">
      <FloatingPanel className="no-scrollbar scroll-px-3 max-w-full max-sm:overflow-x-auto pointer-coarse:max-[760px]:overflow-x-auto">
        <div role="toolbar" aria-label="Tools" {...row} className="flex w-max items-center">
          {places.map((place, at) => {
            const before = places[at - 1]
            return (
              <Fragment key={place.kind === 'tool' ? place.tool.id : place.title}>
                {before && groupOf(before) !== groupOf(place) && <Divider />}
                {place.kind === 'tool' ? (
                  <IconButton
                    title={place.tool.title}
                    icon={TOOL_ICONS[place.tool.id]}
                    shortcut={place.tool.shortcut}
                    aria-pressed={state.tool === place.tool.id}
                    onClick={() => editor.setTool(place.tool.id)}
                  />
                ) : (
                  <ToolFlyout editor={editor} state={state} {...place} />
                )}
              </Fragment>
            )
          })}
          {viewOnly ? (
            <span className="ml-1 border-l border-line px-3 text-label text-muted">View only</span>
          ) : (
            <>
              {titleOf(editor, 'insert-image') && (
                <IconButton
                  title="Image"
                  icon={Image}
                  shortcut={shortcutOf(editor, 'insert-image')}
                  onClick={() => editor.run('insert-image')}
                />
              )}
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
