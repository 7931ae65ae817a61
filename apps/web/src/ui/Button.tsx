import type { ComponentProps } from 'react'

const KINDS = {
  primary: 'bg-accent text-on-accent hover:brightness-95',
  danger: 'bg-danger text-on-danger hover:brightness-95',
  plain: 'border border-line bg-panel text-text hover:bg-sunken',
  quiet: 'text-text hover:bg-hover',
  'quiet-danger': 'text-danger hover:bg-hover',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: keyof typeof KINDS
}

/** A button with words. */
export function Button({ kind = 'plain', className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`inline-flex h-button shrink-0 items-center justify-center gap-2 rounded-button px-3 font-medium whitespace-nowrap disabled:opacity-48 ${KINDS[kind]} ${className}`}
      {...rest}
    />
  )
}
