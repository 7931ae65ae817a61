import type { Align, Dash } from '@inkwire/board'
import { FONT_SIZES } from '@inkwire/canvas'
import { type LucideIcon, TextAlignCenter, TextAlignEnd, TextAlignStart } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { Field } from './Field.tsx'

/** Names of the widths, and how thick their pictures are in px: they tell them apart, they don't measure them. */
const WIDTH_STEPS = [
  { name: 'thin', drawn: 1.5 },
  { name: 'medium', drawn: 3 },
  { name: 'thick', drawn: 5 },
  { name: 'extra thick', drawn: 9 },
] as const

const SIZE_STEPS = [
  { name: 'small', letter: 'S' },
  { name: 'medium', letter: 'M' },
  { name: 'large', letter: 'L' },
  { name: 'extra large', letter: 'XL' },
] as const

const DASHES: readonly { readonly dash: Dash; readonly pattern: string | undefined }[] = [
  { dash: 'solid', pattern: undefined },
  { dash: 'dashed', pattern: '5 4' },
  { dash: 'dotted', pattern: '0.1 4' },
]

const ALIGNS: readonly { readonly align: Align; readonly icon: LucideIcon }[] = [
  { align: 'left', icon: TextAlignStart },
  { align: 'center', icon: TextAlignCenter },
  { align: 'right', icon: TextAlignEnd },
]

export interface StyleFieldProps<Value> {
  /** Undefined: what is selected differs in it. */
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
}

interface WidthFieldProps extends StyleFieldProps<number> {
  /** Those that can be chosen, px at zoom 1. */
  readonly widths: readonly number[]
}

export function WidthField({ widths, value, onChange }: WidthFieldProps) {
  return (
    <Field title="Width" mixed={value === undefined}>
      <Steps>
        {WIDTH_STEPS.map(({ name, drawn }, at) => {
          const width = widths[at]
          if (width === undefined) return null
          return (
            <Step key={name} name={`Width ${name}`} chosen={value === width} onChoose={() => onChange(width)}>
              <Stroke width={drawn} />
            </Step>
          )
        })}
      </Steps>
    </Field>
  )
}

export function DashField({ value, onChange }: StyleFieldProps<Dash>) {
  return (
    <Field title="Dash" mixed={value === undefined}>
      <Steps>
        {DASHES.map(({ dash, pattern }) => (
          <Step key={dash} name={`Dash ${dash}`} chosen={value === dash} onChoose={() => onChange(dash)}>
            <Stroke width={2} pattern={pattern} />
          </Step>
        ))}
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

function Stroke({ width, pattern }: { readonly width: number; readonly pattern?: string | undefined }) {
  return (
    <svg width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
      <path d="M4 6h16" stroke="currentColor" strokeWidth={width} strokeLinecap="round" strokeDasharray={pattern} />
    </svg>
  )
}

const Steps = ({ children }: { readonly children: ReactNode }) => <div className="flex gap-1">{children}</div>

interface StepProps {
  readonly name: string
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

function Step({ name, chosen, onChoose, children }: StepProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      aria-pressed={chosen}
      onClick={onChoose}
      className="grid h-8 min-w-0 flex-1 place-items-center rounded-button text-label font-medium hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:bg-active aria-pressed:text-accent pointer-coarse:h-11"
    >
      {children}
    </button>
  )
}
