import type { Align, Font } from '@inkwire/board'
import { FONT_SIZES, fontFamily, type StyleState } from '@inkwire/canvas'
import { Bold, type LucideIcon, TextAlignCenter, TextAlignEnd, TextAlignStart } from 'lucide-react'
import { Icon } from '../ui/Icon.tsx'
import { Field } from './Field.tsx'
import type { StyleFieldProps } from './StepFields.tsx'
import { Step, StepDivider, Steps } from './Steps.tsx'

const FONTS: readonly { readonly font: Font; readonly name: string }[] = [
  { font: 'hand', name: 'Font hand' },
  { font: 'sans', name: 'Font sans' },
  { font: 'serif', name: 'Font serif' },
  { font: 'mono', name: 'Font mono' },
]

const SIZE_STEPS = [
  { name: 'small', letter: 'S' },
  { name: 'medium', letter: 'M' },
  { name: 'large', letter: 'L' },
  { name: 'extra large', letter: 'XL' },
] as const

const ALIGNS: readonly { readonly align: Align; readonly icon: LucideIcon }[] = [
  { align: 'left', icon: TextAlignStart },
  { align: 'center', icon: TextAlignCenter },
  { align: 'right', icon: TextAlignEnd },
]

interface FontFieldProps {
  readonly font: StyleFieldProps<Font>
  readonly weight?: StyleFieldProps<StyleState['weight']> | undefined
}

/** Each font in its own face, and whether it is bold. */
export function FontField({ font, weight }: FontFieldProps) {
  const mixed = font.value === undefined || (weight !== undefined && weight.value === undefined)
  return (
    <Field title="Font" mixed={mixed}>
      <Steps>
        {FONTS.map(({ font: each, name }) => (
          <Step key={each} name={name} chosen={font.value === each} onChoose={() => font.onChange(each)}>
            <span className="text-[15px]" style={{ fontFamily: fontFamily(each) }}>
              Ag
            </span>
          </Step>
        ))}
        {weight && (
          <>
            <StepDivider />
            <Step
              name="Bold"
              chosen={weight.value === undefined ? 'mixed' : weight.value === 'bold'}
              onChoose={() => weight.onChange(weight.value === 'bold' ? 'normal' : 'bold')}
            >
              <Icon of={Bold} size={16} />
            </Step>
          </>
        )}
      </Steps>
    </Field>
  )
}

export function FontSizeField({ value, onChange }: StyleFieldProps<number>) {
  return (
    <Field title="Size" mixed={value === undefined}>
      <Steps>
        {SIZE_STEPS.map(({ name, letter }, at) => {
          const size = FONT_SIZES[at]
          if (size === undefined) return null
          return (
            <Step key={name} name={`Size ${name}`} chosen={value === size} onChoose={() => onChange(size)}>
              {letter}
            </Step>
          )
        })}
      </Steps>
    </Field>
  )
}

export function AlignField({ value, onChange }: StyleFieldProps<Align>) {
  return (
    <Field title="Align" mixed={value === undefined}>
      <Steps>
        {ALIGNS.map(({ align, icon }) => (
          <Step key={align} name={`Align ${align}`} chosen={value === align} onChoose={() => onChange(align)}>
            <Icon of={icon} />
          </Step>
        ))}
      </Steps>
    </Field>
  )
}
