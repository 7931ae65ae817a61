import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Icon } from './Icon.tsx'
import { Tip, type TipPlace } from './Tip.tsx'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  /** Accessible name and tooltip. */
  readonly title: string
  readonly icon: LucideIcon
  readonly shortcut?: string
  /** Where the tooltip goes; none where the icon needs no words. */
  readonly tip?: TipPlace | 'none'
  /** A small corner says that more opens from it. */
  readonly more?: boolean
}

/** A square button that shows an icon. */
export function IconButton({
  title,
  icon,
  shortcut,
  tip = 'above',
  more = false,
  className = '',
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={title}
      className={`${tip === 'beside' ? '' : 'relative'} grid size-button shrink-0 place-items-center rounded-button text-text hover:bg-hover focus-visible:outline-offset-[-2px] disabled:text-muted disabled:opacity-48 disabled:hover:bg-transparent aria-pressed:bg-active aria-pressed:text-accent ${className}`}
      {...rest}
    >
      <Icon of={icon} />
      {more && (
        <svg aria-hidden="true" viewBox="0 0 4 4" className="absolute right-1 bottom-1 size-1 fill-current opacity-64">
          <path d="M4 0v4H0z" />
        </svg>
      )}
      {tip !== 'none' && <Tip text={title} shortcut={shortcut} place={tip} />}
    </button>
  )
}
