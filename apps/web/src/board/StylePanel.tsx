import type { Editor, EditorState } from '@inkwire/canvas'
import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { Tip } from '../ui/Tip.tsx'
import { FloatingPanel } from './FloatingPanel.tsx'
import { inkColor } from './ink.ts'
import { StyleFields } from './late-parts.ts'

/**
 * How the next element, or the selection, looks. On the left where there is room; on a narrow screen a sheet that a button opens.
 * It is there only while something that it shows can be chosen.
 */
export function StylePanel({ editor, state }: { readonly editor: Editor; readonly state: EditorState }) {
  const [open, setOpen] = useState(false)
  if (!state.canEdit || state.styleFields.length === 0) return null
  return (
    <>
      <FloatingPanel className="absolute right-edge bottom-[var(--above-toolbar)] z-10 sm:hidden">
        <button
          type="button"
          aria-label="Style"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="relative grid size-button place-items-center rounded-button aria-expanded:bg-hover"
        >
          <span
            className="size-5 rounded-full border border-line"
            style={{ background: inkColor(state.style.color) }}
          />
          <Tip text="Style" place="above-left" />
        </button>
      </FloatingPanel>
      <FloatingPanel
        role="group"
        aria-label="Style"
        className={`no-scrollbar absolute z-10 flex flex-col gap-3 overflow-y-auto p-3 max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-30 max-sm:max-h-[60dvh] max-sm:rounded-b-none max-sm:border-x-0 max-sm:border-b-0 max-sm:pb-[max(16px,env(safe-area-inset-bottom))] sm:top-1/2 sm:left-edge sm:max-h-[calc(100dvh-152px)] sm:w-[212px] sm:-translate-y-1/2 sm:pointer-coarse:w-[252px] ${open ? 'max-sm:enter' : 'max-sm:hidden'}`}
      >
        <div className="-mt-1 -mr-1 flex items-center justify-between sm:hidden">
          <span className="text-heading font-semibold">Style</span>
          <IconButton title="Close" icon={X} tip="none" onClick={() => setOpen(false)} />
        </div>
        <StyleFields editor={editor} state={state} />
      </FloatingPanel>
    </>
  )
}
