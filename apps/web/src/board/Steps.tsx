import type { ReactNode } from 'react'

/** A row of choices that share its width. */
export const Steps = ({ children }: { readonly children: ReactNode }) => <div className="flex gap-1">{children}</div>

interface StepProps {
  readonly name: string
  /** `mixed`: what is selected differs in it. */
  readonly chosen: boolean | 'mixed'
  readonly onChoose: () => void
  readonly children: ReactNode
}

export function Step({ name, chosen, onChoose, children }: StepProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      aria-pressed={chosen}
      onClick={onChoose}
      className="grid h-8 min-w-0 flex-1 place-items-center rounded-button text-label font-medium hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:bg-active aria-pressed:text-accent pointer-coarse:h-11"
    >
      {children}
    </button>
  )
}

/** Between choices of one thing and a switch for another. */
export const StepDivider = () => <span className="my-1.5 w-px shrink-0 bg-line" />

/** A drawing for a step, 24 × 12 px, in the step's colour. */
export function StepPicture({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width="24"
      height="12"
      viewBox="0 0 24 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}
