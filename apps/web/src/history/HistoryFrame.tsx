import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { FloatingPanel } from '../board/FloatingPanel.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Toasts, type ToastsControl } from '../ui/Toasts.tsx'

interface HistoryHeaderProps {
  readonly name: string
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** Says where one is, with the way back; like the board's own, so that nothing jumps. */
export function HistoryHeader({ name, onClose, children }: HistoryHeaderProps) {
  return (
    <header className="pointer-events-none absolute inset-x-edge top-edge z-20 flex items-start justify-between gap-3 max-sm:pointer-events-auto max-sm:inset-x-0 max-sm:top-0 max-sm:h-[calc(48px+env(safe-area-inset-top))] max-sm:items-end max-sm:border-b max-sm:border-line max-sm:bg-panel max-sm:px-1 max-sm:pb-0.5">
      <FloatingPanel className="flex min-w-0 items-center pr-3 max-sm:border-0 max-sm:p-0 max-sm:shadow-none">
        <IconButton title="Back to the board" icon={ArrowLeft} shortcut="Esc" tip="below-right" onClick={onClose} />
        <h1 className="flex min-w-0 gap-1.5 pl-1 font-semibold">
          History
          <span className="truncate font-normal text-muted">{name}</span>
        </h1>
      </FloatingPanel>
      {children}
    </header>
  )
}

/** What stands below the board, in the middle. */
export function HistoryFooter({ toasts, children }: { readonly toasts?: ToastsControl; readonly children: ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-x-edge bottom-[max(var(--edge),env(safe-area-inset-bottom))] z-10 flex flex-col items-center gap-2">
      {toasts && <Toasts toasts={toasts} />}
      {children}
    </div>
  )
}
