import { type ComponentProps, type ReactNode, useId } from 'react'

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'children'> {
  readonly label: string
  /** Below the field. */
  readonly hint?: ReactNode
}

/** A field with its label above. */
export function TextField({ label, hint, className = '', ...rest }: TextFieldProps) {
  const field = useId()
  const about = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={field} className="text-label text-muted">
        {label}
      </label>
      <input
        id={field}
        aria-describedby={hint ? about : undefined}
        className={`h-button w-full rounded-button border border-line bg-sunken px-2.5 focus-visible:outline-offset-[-1px] aria-invalid:border-danger disabled:opacity-48 ${className}`}
        {...rest}
      />
      {hint && (
        <p id={about} className="text-label text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
