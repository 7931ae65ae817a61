import {
  type Editor,
  type EditorState,
  HIGHLIGHTER_WIDTHS,
  type StyleField,
  type StyleState,
  WIDTHS,
} from '@inkwire/canvas'
import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { Tip } from '../ui/Tip.tsx'
import { FloatingPanel } from './FloatingPanel.tsx'
import { inkColor } from './ink.ts'
import { OpacitySlider } from './OpacitySlider.tsx'
import { AlignField, DashField, FontSizeField, WidthField } from './StepFields.tsx'
import { ColorField, FillField } from './SwatchFields.tsx'

/**
 * How the next element, or the selection, looks. On the left where there is room; on a narrow screen a sheet that a button opens.
 * It is there only while something that it shows can be chosen.
 */
export function StylePanel({ editor, state }: { readonly editor: Editor; readonly state: EditorState }) {
  const [open, setOpen] = useState(false)
  const { style, styleFields, mixed } = state
  if (!state.canEdit || styleFields.length === 0) return null

  const has = (field: StyleField) => styleFields.includes(field)
  /** Undefined: mixed. */
  const of = <Field extends StyleField>(field: Field): StyleState[Field] | undefined =>
    mixed.includes(field) ? undefined : style[field]
  // Only what highlights has an opacity that nobody chooses.
  const widths = has('opacity') ? WIDTHS : HIGHLIGHTER_WIDTHS
  const change = (part: Partial<StyleState>) => editor.setStyle(part)
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
          <span className="size-5 rounded-full border border-line" style={{ background: inkColor(style.color) }} />
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
        {has('color') && <ColorField value={of('color')} onChange={(color) => change({ color })} />}
        {has('fill') && <FillField value={of('fill')} onChange={(fill) => change({ fill })} />}
        {has('width') && <WidthField widths={widths} value={of('width')} onChange={(width) => change({ width })} />}
        {has('dash') && <DashField value={of('dash')} onChange={(dash) => change({ dash })} />}
        {has('opacity') && <OpacitySlider value={of('opacity')} onChange={(opacity) => change({ opacity })} />}
        {has('fontSize') && <FontSizeField value={of('fontSize')} onChange={(fontSize) => change({ fontSize })} />}
        {has('align') && <AlignField value={of('align')} onChange={(align) => change({ align })} />}
      </FloatingPanel>
    </>
  )
}
