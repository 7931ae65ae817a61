import type { Dash, PaletteKey } from '@inkwire/board'
import type { StyleState } from '@inkwire/canvas'
import { Field } from './Field.tsx'
import { Step, StepDivider, StepPicture, Steps } from './Steps.tsx'

/** Names of the widths, and how thick their pictures are in px: they tell them apart, they don't measure them. */
const WIDTH_STEPS = [
  { name: 'thin', drawn: 1.5 },
  { name: 'medium', drawn: 3 },
  { name: 'thick', drawn: 5 },
  { name: 'extra thick', drawn: 9 },
] as const

const DASHES: readonly { readonly dash: Dash; readonly pattern: string | undefined }[] = [
  { dash: 'solid', pattern: undefined },
  { dash: 'dashed', pattern: '5 4' },
  { dash: 'dotted', pattern: '0.1 4' },
]

/** Names of the radii of corners, and the corners that their pictures have. */
const RADIUS_STEPS = [
  { name: 'sharp', path: 'M5 11V1h14' },
  { name: 'slightly round', path: 'M5 11V4a3 3 0 0 1 3-3h11' },
  { name: 'round', path: 'M5 11V7a6 6 0 0 1 6-6h8' },
  { name: 'very round', path: 'M5 11a10 10 0 0 1 10-10h4' },
] as const

const CURVES: readonly { readonly curve: StyleState['curve']; readonly path: string }[] = [
  { curve: 'straight', path: 'M3 10L21 2' },
  { curve: 'curved', path: 'M3 10C10 10 10 2 21 2' },
  { curve: 'elbow', path: 'M3 10h9V2h9' },
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
              <StepPicture>
                <path d="M4 6h16" strokeWidth={drawn} />
              </StepPicture>
            </Step>
          )
        })}
      </Steps>
    </Field>
  )
}

interface LookFieldProps {
  /** The dash; not there: what is shown has none. */
  readonly dash?: StyleFieldProps<Dash> | undefined
  readonly sketchy?: StyleFieldProps<boolean> | undefined
}

/** How a line is drawn: its dash, and whether as if by hand. */
export function LookField({ dash, sketchy }: LookFieldProps) {
  const mixed = (dash && dash.value === undefined) || (sketchy && sketchy.value === undefined)
  return (
    <Field title="Dash" mixed={mixed === true}>
      <Steps>
        {dash &&
          DASHES.map(({ dash: each, pattern }) => (
            <Step key={each} name={`Dash ${each}`} chosen={dash.value === each} onChoose={() => dash.onChange(each)}>
              <StepPicture>
                <path d="M4 6h16" strokeWidth="2" strokeDasharray={pattern} />
              </StepPicture>
            </Step>
          ))}
        {dash && sketchy && <StepDivider />}
        {sketchy && (
          <Step
            name="Sketchy"
            chosen={sketchy.value ?? 'mixed'}
            onChoose={() => sketchy.onChange(sketchy.value !== true)}
          >
            <StepPicture>
              <path d="M3 7.5C7 3.5 9 3 10 4.5S9 8.5 11 8.5 15 3.5 17 4s0 4 4 2.5" />
            </StepPicture>
          </Step>
        )}
      </Steps>
    </Field>
  )
}

interface FillStyleFieldProps {
  readonly fill: PaletteKey | null | undefined
  readonly fillStyle: StyleState['fillStyle'] | undefined
  /** What a filling is made of where there was none. */
  readonly color: PaletteKey
  readonly onChange: (part: Partial<StyleState>) => void
}

/** Nothing, solid or hatched. */
export function FillStyleField({ fill, fillStyle, color, onChange }: FillStyleFieldProps) {
  const fills = (style: StyleState['fillStyle']) =>
    onChange(fill === null ? { fill: color, fillStyle: style } : { fillStyle: style })
  return (
    <Steps>
      <Step name="No fill" chosen={fill === null} onChoose={() => onChange({ fill: null })}>
        <StepPicture>
          <rect x="6" y="1" width="12" height="10" rx="2" />
        </StepPicture>
      </Step>
      <Step name="Fill solid" chosen={Boolean(fill) && fillStyle === 'solid'} onChoose={() => fills('solid')}>
        <StepPicture>
          <rect x="6" y="1" width="12" height="10" rx="2" fill="currentColor" fillOpacity="0.4" />
        </StepPicture>
      </Step>
      <Step name="Fill hatch" chosen={Boolean(fill) && fillStyle === 'hatch'} onChoose={() => fills('hatch')}>
        <StepPicture>
          <rect x="6" y="1" width="12" height="10" rx="2" />
          <path d="M7 8l6-6M8.5 10.5l9-8.5M13.5 10.5l4-4" strokeWidth="1.25" />
        </StepPicture>
      </Step>
    </Steps>
  )
}

interface RadiusFieldProps extends StyleFieldProps<number> {
  /** Those that can be chosen, px at zoom 1. */
  readonly radii: readonly number[]
}

export function RadiusField({ radii, value, onChange }: RadiusFieldProps) {
  return (
    <Field title="Corners" mixed={value === undefined}>
      <Steps>
        {RADIUS_STEPS.map(({ name, path }, at) => {
          const radius = radii[at]
          if (radius === undefined) return null
          return (
            <Step key={name} name={`Corners ${name}`} chosen={value === radius} onChoose={() => onChange(radius)}>
              <StepPicture>
                <path d={path} />
              </StepPicture>
            </Step>
          )
        })}
      </Steps>
    </Field>
  )
}

export function CurveField({ value, onChange }: StyleFieldProps<StyleState['curve']>) {
  return (
    <Field title="Line" mixed={value === undefined}>
      <Steps>
        {CURVES.map(({ curve, path }) => (
          <Step key={curve} name={`Line ${curve}`} chosen={value === curve} onChoose={() => onChange(curve)}>
            <StepPicture>
              <path d={path} />
            </StepPicture>
          </Step>
        ))}
      </Steps>
    </Field>
  )
}
