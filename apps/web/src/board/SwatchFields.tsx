import { PALETTE, type PaletteKey } from '@inkwire/board'
import type { ReactNode } from 'react'
import { Field } from './Field.tsx'
import { fillColor, inkColor } from './ink.ts'

/** The ink of lines and text. */
export function ColorField({
  value,
  onChange,
}: {
  readonly value: PaletteKey
  readonly onChange: (color: PaletteKey) => void
}) {
  return (
    <Field title="Color">
      <div className="grid grid-cols-5 gap-1">
        {PALETTE.map((key) => (
          <Swatch key={key} name={`Color ${key}`} chosen={value === key} onChoose={() => onChange(key)}>
            <span className="size-5 rounded-full" style={{ background: inkColor(key) }} />
          </Swatch>
        ))}
      </div>
    </Field>
  )
}

interface FillFieldProps {
  /** Null: not filled. */
  readonly value: PaletteKey | null
  readonly onChange: (fill: PaletteKey | null) => void
}

/** What shapes are filled with, or nothing. */
export function FillField({ value, onChange }: FillFieldProps) {
  return (
    <Field
      title="Fill"
      aside={
        <button
          type="button"
          aria-label="No fill"
          aria-pressed={value === null}
          onClick={() => onChange(null)}
          className="h-6 rounded-md px-2 text-label text-muted hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:bg-active aria-pressed:text-accent pointer-coarse:h-11"
        >
          None
        </button>
      }
    >
      <div className="grid grid-cols-5 gap-1">
        {PALETTE.map((key) => (
          <Swatch key={key} name={`Fill ${key}`} chosen={value === key} onChoose={() => onChange(key)}>
            <span
              className="size-5 rounded-full border"
              style={{ background: fillColor(key), borderColor: inkColor(key) }}
            />
          </Swatch>
        ))}
      </div>
    </Field>
  )
}

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
