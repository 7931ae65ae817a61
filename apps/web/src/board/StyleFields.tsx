import {
  type Editor,
  type EditorState,
  HIGHLIGHTER_WIDTHS,
  RADII,
  type StyleField,
  type StyleState,
  WIDTHS,
} from '@inkwire/canvas'
import { Pipette } from 'lucide-react'
import { Icon } from '../ui/Icon.tsx'
import { HeadsField } from './HeadsField.tsx'
import { OpacitySlider } from './OpacitySlider.tsx'
import { CurveField, FillStyleField, LookField, RadiusField, type StyleFieldProps, WidthField } from './StepFields.tsx'
import { ColorField, FillField } from './SwatchFields.tsx'
import { shortcutOf, titleOf } from './shortcuts.ts'
import { AlignField, FontField, FontSizeField } from './TextFields.tsx'

/** What can be chosen of the style now, always in the same order. */
export function StyleFields({ editor, state }: { readonly editor: Editor; readonly state: EditorState }) {
  const { style, styleFields, mixed } = state
  const has = (field: StyleField) => styleFields.includes(field)
  const change = (part: Partial<StyleState>) => editor.setStyle(part)
  /** The value is undefined where what is selected differs. */
  const of = <Field extends StyleField>(field: Field): StyleFieldProps<StyleState[Field]> => ({
    value: mixed.includes(field) ? undefined : style[field],
    onChange: (value) => change({ [field]: value }),
  })
  const given = <Field extends StyleField>(field: Field) => (has(field) ? of(field) : undefined)
  // Only what highlights has an opacity that nobody chooses.
  const widths = has('opacity') ? WIDTHS : HIGHLIGHTER_WIDTHS
  return (
    <>
      {has('color') && <ColorField {...of('color')} aside={<EyedropperButton editor={editor} state={state} />} />}
      {has('fill') && (
        <FillField {...of('fill')}>
          {has('fillStyle') && (
            <FillStyleField
              fill={of('fill').value}
              fillStyle={of('fillStyle').value}
              color={style.color}
              onChange={change}
            />
          )}
        </FillField>
      )}
      {has('width') && <WidthField widths={widths} {...of('width')} />}
      {(has('dash') || has('sketchy')) && <LookField dash={given('dash')} sketchy={given('sketchy')} />}
      {has('radius') && <RadiusField radii={RADII} {...of('radius')} />}
      {has('curve') && <CurveField {...of('curve')} />}
      {has('startHead') && has('endHead') && <HeadsField start={of('startHead')} end={of('endHead')} />}
      {has('font') && <FontField font={of('font')} weight={given('weight')} />}
      {has('fontSize') && <FontSizeField {...of('fontSize')} />}
      {has('align') && <AlignField {...of('align')} />}
      {has('opacity') && <OpacitySlider {...of('opacity')} />}
    </>
  )
}

/** Takes a colour from the board. */
function EyedropperButton({ editor, state }: { readonly editor: Editor; readonly state: EditorState }) {
  const title = titleOf(editor, 'tool-eyedropper')
  if (!title) return null
  const shortcut = shortcutOf(editor, 'tool-eyedropper')
  return (
    <button
      type="button"
      aria-label={title}
      title={shortcut ? `${title} (${shortcut})` : title}
      aria-pressed={state.tool === 'eyedropper'}
      onClick={() => editor.setTool('eyedropper')}
      className="-my-1 -mr-1 grid size-7 place-items-center rounded-button text-muted hover:bg-hover hover:text-text focus-visible:outline-offset-[-2px] aria-pressed:bg-active aria-pressed:text-accent pointer-coarse:size-11"
    >
      <Icon of={Pipette} size={16} />
    </button>
  )
}
