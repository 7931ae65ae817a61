import type { ReactNode } from 'react'

interface FieldProps {
  readonly title: string
  /** Stands at the right of the title. */
  readonly aside?: ReactNode
  /** What is selected differs in it. */
  readonly mixed?: boolean
  readonly children: ReactNode
}

/** A named row of choices in the style panel. */
export function Field({ title, aside, mixed = false, children }: FieldProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{mixed ? `${title}, mixed` : title}</legend>
      <div className="mb-1 flex min-h-5 items-center gap-2 text-label text-muted">
        <span aria-hidden="true">{title}</span>
        <span aria-hidden="true" className="ml-auto">
          {mixed && 'Mixed'}
        </span>
        {aside}
      </div>
      {children}
    </fieldset>
  )
}
