import type { ReactNode } from 'react'

interface FieldProps {
  readonly title: string
  /** Stands at the right of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A named row of choices in the style panel. */
export function Field({ title, aside, children }: FieldProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{title}</legend>
      <div aria-hidden={!aside} className="mb-1 flex min-h-5 items-center justify-between text-label text-muted">
        {title}
        {aside}
      </div>
      {children}
    </fieldset>
  )
}
