import type { Editor } from '@inkwire/canvas'
import { Maximize, Minus, Plus } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { Tip } from '../ui/Tip.tsx'
import { FloatingPanel } from './FloatingPanel.tsx'
import { shortcutOf } from './shortcuts.ts'

/** Zoom out, the zoom itself, zoom in, zoom to fit; hidden where the screen has no room beside the toolbar. */
export function ZoomButtons({ editor, zoom }: { readonly editor: Editor; readonly zoom: number }) {
  return (
    <FloatingPanel className="absolute right-edge bottom-edge z-10 hidden roomy:flex">
      <IconButton
        title="Zoom out"
        icon={Minus}
        shortcut={shortcutOf(editor, 'zoom-out')}
        onClick={() => editor.run('zoom-out')}
      />
      <button
        type="button"
        aria-label={`Zoom is ${percent(zoom)}, set it to 100 %`}
        onClick={() => editor.run('zoom-reset')}
        className="relative h-button w-14 rounded-button text-label hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        {percent(zoom)}
        <Tip text="Zoom to 100 %" shortcut={shortcutOf(editor, 'zoom-reset')} place="above" />
      </button>
      <IconButton
        title="Zoom in"
        icon={Plus}
        shortcut={shortcutOf(editor, 'zoom-in')}
        onClick={() => editor.run('zoom-in')}
      />
      <IconButton
        title="Zoom to fit"
        icon={Maximize}
        shortcut={shortcutOf(editor, 'zoom-fit')}
        onClick={() => editor.run('zoom-fit')}
        tip="above-left"
      />
    </FloatingPanel>
  )
}

const percent = (zoom: number): string => `${Math.round(zoom * 100)} %`
