import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Icon } from './Icon.tsx'

interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  /** Accessible name. */
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly text: string }[]
  readonly onChoose: (value: Value) => void
}

/** One of a few; opens as the system opens its own. */
export function Select<Value extends string>({
  label,
  value,
  choices,
  onChoose,
  className = '',
  ...rest
}: SelectProps<Value>) {
  return (
    <span className={`relative inline-grid ${className}`}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value)
          if (chosen) onChoose(chosen.value)
        }}
        className="h-button w-full appearance-none rounded-button border border-line bg-panel pr-8 pl-2.5 hover:bg-sunken focus-visible:outline-offset-[-1px] disabled:opacity-100 disabled:hover:bg-panel"
        {...rest}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
      <span className="pointer-events-none absolute inset-y-0 right-2 grid place-items-center text-muted">
        <Icon of={ChevronDown} size={16} />
      </span>
    </span>
  )
}
