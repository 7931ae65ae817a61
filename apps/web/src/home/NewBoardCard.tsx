import { Plus } from 'lucide-react'
import { Icon } from '../ui/Icon.tsx'

/** The first card. */
export function NewBoardCard({ disabled, onCreate }: { readonly disabled: boolean; readonly onCreate: () => void }) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onCreate}
      className="flex aspect-[16/10] max-sm:aspect-auto max-sm:h-28 w-full flex-col items-center justify-center gap-2 rounded-panel border border-dashed border-[color-mix(in_srgb,var(--muted)_56%,transparent)] font-medium text-muted transition-colors hover:border-muted hover:text-text disabled:opacity-64"
    >
      <Icon of={Plus} />
      New board
    </button>
  )
}
