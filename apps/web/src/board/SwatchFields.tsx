import { PALETTE, type PaletteKey } from '@inkwire/board'
import type { ReactNode } from 'react'
import { Field } from './Field.tsx'
import { fillColor, inkColor } from './ink.ts'
import type { StyleFieldProps } from './StepFields.tsx'

interface ColorFieldProps extends StyleFieldProps<PaletteKey> {
  /** Stands at the right of the title. */
  readonly aside?: ReactNode
}

/** The ink of lines and text. */
export function ColorField({ value, onChange, aside }: ColorFieldProps) {
  return (
    <Field title="Color" mixed={value === undefined} aside={aside}>
      <Swatches>
        {PALETTE.map((key) => (
          <Swatch key={key} name={`Color ${key}`} chosen={value === key} onChoose={() => onChange(key)}>
            <span className="size-5 rounded-full" style={{ background: inkColor(key) }} />
          </Swatch>
        ))}
      </Swatches>
    </Field>
  )
}

interface FillFieldProps extends StyleFieldProps<PaletteKey | null> {
  /** Stands below the colours. */
  readonly children?: ReactNode
}

/** What shapes are filled with, or nothing (null). */
export function FillField({ value, onChange, children }: FillFieldProps) {
  return (
    <Field title="Fill" mixed={value === undefined}>
      <Swatches>
        {PALETTE.map((key) => (
          <Swatch key={key} name={`Fill ${key}`} chosen={value === key} onChoose={() => onChange(key)}>
            <span
              className="size-5 rounded-full border"
              style={{ background: fillColor(key), borderColor: inkColor(key) }}
            />
          </Swatch>
        ))}
      </Swatches>
      {children && <div className="mt-1">{children}</div>}
    </Field>
  )
}

const Swatches = ({ children }: { readonly children: ReactNode }) => (
  <div className="grid grid-cols-5 gap-1 max-sm:grid-cols-10 max-sm:gap-0">{children}</div>
)

interface SwatchProps {
  readonly name: string
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

function Swatch({ name, chosen, onChoose, children }: SwatchProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      aria-pressed={chosen}
      onClick={onChoose}
      className="grid h-8 place-items-center rounded-button text-label text-muted hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:bg-active aria-pressed:text-accent aria-pressed:ring-[1.5px] aria-pressed:ring-accent aria-pressed:ring-inset pointer-coarse:h-11"
    >
      {children}
    </button>
  )
}
