import type { Dash } from '@inkwire/board'
import type { ReactNode } from 'react'
import { Field } from './Field.tsx'

/** Widths of a line, in px at zoom 1; `drawn` is how thick its picture is. */
const WIDTHS = [
  { name: 'thin', width: 2, drawn: 1.5 },
  { name: 'medium', width: 4, drawn: 3 },
  { name: 'thick', width: 8, drawn: 5 },
  { name: 'extra thick', width: 16, drawn: 9 },
] as const

const DASHES: readonly { readonly dash: Dash; readonly pattern: string | undefined }[] = [
  { dash: 'solid', pattern: undefined },
  { dash: 'dashed', pattern: '5 4' },
  { dash: 'dotted', pattern: '0.1 4' },
]

/** Heights of the type, in px at zoom 1. */
const FONT_SIZES = [
  { name: 'small', letter: 'S', fontSize: 16 },
  { name: 'medium', letter: 'M', fontSize: 24 },
  { name: 'large', letter: 'L', fontSize: 36 },
  { name: 'extra large', letter: 'XL', fontSize: 56 },
] as const

interface FieldProps<Value> {
  readonly value: Value
  readonly onChange: (value: Value) => void
}

export function WidthField({ value, onChange }: FieldProps<number>) {
  return (
    <Field title="Width">
      <Steps>
        {WIDTHS.map(({ name, width, drawn }) => (
          <Step key={name} name={`Width ${name}`} chosen={value === width} onChoose={() => onChange(width)}>
            <Stroke width={drawn} />
          </Step>
        ))}
      </Steps>
    </Field>
  )
}

export function DashField({ value, onChange }: FieldProps<Dash>) {
  return (
    <Field title="Dash">
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

export function FontSizeField({ value, onChange }: FieldProps<number>) {
  return (
    <Field title="Size">
      <Steps>
        {FONT_SIZES.map(({ name, letter, fontSize }) => (
          <Step key={name} name={`Size ${name}`} chosen={value === fontSize} onChoose={() => onChange(fontSize)}>
            {letter}
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
