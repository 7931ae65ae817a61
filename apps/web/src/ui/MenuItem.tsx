import { Check, type LucideIcon } from 'lucide-react'
import { Icon } from './Icon.tsx'

interface MenuItemProps {
  readonly icon?: LucideIcon
  readonly text: string
  readonly shortcut?: string | undefined
  readonly danger?: boolean
  readonly disabled?: boolean
  /** It is on or off. */
  readonly checked?: boolean
  readonly onClick: () => void
}

/** A row of a menu. */
export function MenuItem({ icon, text, shortcut, danger = false, disabled = false, checked, onClick }: MenuItemProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      aria-pressed={checked}
      onClick={onClick}
      className={`flex h-button w-full items-center gap-2.5 rounded-button px-2.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px] disabled:opacity-48 ${danger ? 'text-danger' : ''}`}
    >
      {icon && <Icon of={icon} size={16} />}
      <span className="flex-1 truncate">{text}</span>
      {shortcut && <kbd className="font-sans text-label text-muted pointer-coarse:hidden">{shortcut}</kbd>}
      {checked !== undefined && <span className="w-4 text-accent">{checked && <Icon of={Check} size={16} />}</span>}
    </button>
  )
}
