import type { Editor } from '@inkwire/canvas'
import { Maximize, Minus, Plus } from 'lucide-react'
import { Flyout } from '../ui/Flyout.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { MenuItem } from '../ui/MenuItem.tsx'
import { Tip } from '../ui/Tip.tsx'
import { FloatingPanel } from './FloatingPanel.tsx'
import { shortcutOf, titleOf } from './shortcuts.ts'

/** What the number opens. */
const ZOOMS = ['zoom-fit', 'zoom-selection', 'zoom-half', 'zoom-reset', 'zoom-double']

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
      <Flyout
        label="Zoom"
        side="above"
        className="w-52"
        button={(props) => (
          <button
            type="button"
            aria-label={`Zoom is ${percent(zoom)}`}
            {...props}
            className="relative h-button w-14 rounded-button text-label hover:bg-hover focus-visible:outline-offset-[-2px] aria-expanded:bg-hover"
          >
            {percent(zoom)}
            <Tip text="Zoom" place="above" />
          </button>
        )}
      >
        {(close) =>
          ZOOMS.map((id) => (
            <MenuItem
              key={id}
              text={titleOf(editor, id) ?? id}
              shortcut={shortcutOf(editor, id)}
              disabled={!editor.can(id)}
              onClick={() => {
                close()
                editor.run(id)
              }}
            />
          ))
        }
      </Flyout>
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
