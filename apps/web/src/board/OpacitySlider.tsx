import { useId } from 'react'
import type { StyleFieldProps } from './StepFields.tsx'

/** In 0…1: how much of what lies below shows through. */
export function OpacitySlider({ value, onChange }: StyleFieldProps<number>) {
  const id = useId()
  const percent = value === undefined ? undefined : Math.round(value * 100)
  return (
    <div>
      <div className="flex justify-between text-label text-muted">
        <label htmlFor={id}>Opacity</label>
        <output htmlFor={id} aria-hidden="true">
          {percent === undefined ? 'Mixed' : `${percent} %`}
        </output>
      </div>
      <input
        id={id}
        type="range"
        // Nothing at all could not be found again.
        min={10}
        max={100}
        step={10}
        value={percent ?? 100}
        aria-valuetext={percent === undefined ? 'Mixed' : undefined}
        data-mixed={percent === undefined}
        onChange={(event) => onChange(event.target.valueAsNumber / 100)}
        className="slider -mb-1.5"
      />
    </div>
  )
}
