import { useId } from 'react'

interface OpacitySliderProps {
  /** 0…1 */
  readonly value: number
  readonly onChange: (opacity: number) => void
}

/** How much of what lies below shows through. */
export function OpacitySlider({ value, onChange }: OpacitySliderProps) {
  const id = useId()
  const percent = Math.round(value * 100)
  return (
    <div>
      <div className="flex justify-between text-label text-muted">
        <label htmlFor={id}>Opacity</label>
        <output htmlFor={id} aria-hidden="true">
          {percent} %
        </output>
      </div>
      <input
        id={id}
        type="range"
        // Nothing at all could not be found again.
        min={10}
        max={100}
        step={10}
        value={percent}
        onChange={(event) => onChange(event.target.valueAsNumber / 100)}
        className="slider"
      />
    </div>
  )
}
