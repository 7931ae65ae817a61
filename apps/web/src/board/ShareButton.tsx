import { Link } from 'lucide-react'
import { Icon } from '../ui/Icon.tsx'

interface ShareButtonProps {
  readonly disabled: boolean
  readonly onShare: () => void
}

/** The way to let others in. */
export function ShareButton({ disabled, onShare }: ShareButtonProps) {
  return (
    <button
      type="button"
      aria-label="Share"
      disabled={disabled}
      onClick={onShare}
      className="group ml-1 grid h-button place-items-center rounded-button disabled:opacity-48 max-sm:ml-0 max-sm:w-button"
    >
      <span className="grid h-full place-items-center rounded-button bg-accent px-3 font-medium text-on-accent group-hover:brightness-95 max-sm:size-9 max-sm:px-0">
        <span className="sm:hidden">
          <Icon of={Link} />
        </span>
        <span className="max-sm:hidden">Share</span>
      </span>
    </button>
  )
}
