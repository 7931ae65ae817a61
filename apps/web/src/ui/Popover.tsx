import { type ReactNode, useId, useRef, useState } from 'react'
import { useDismissal } from './dismissal.ts'

interface PopoverProps {
  /** Accessible name of what opens. */
  readonly label: string
  /** The button that opens it: gets what it needs to be one. */
  readonly button: (props: {
    readonly 'aria-expanded': boolean
    readonly 'aria-controls': string
    readonly 'aria-haspopup': 'dialog'
    readonly onClick: () => void
  }) => ReactNode
  readonly children: (close: () => void) => ReactNode
  readonly className?: string
}

/** A button with a floating panel below it. Esc, a pointer elsewhere and focus elsewhere close it. */
export function Popover({ label, button, children, className = '' }: PopoverProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()

  const close = () => {
    setOpen(false)
    root.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus({ preventScroll: true })
  }

  useDismissal(open, root, (back) => (back ? close() : setOpen(false)))

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears keys that come up from the panel
    <div
      ref={root}
      className="relative flex"
      onKeyDown={(event) => {
        if (open) event.stopPropagation()
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      {button({
        'aria-expanded': open,
        'aria-controls': id,
        'aria-haspopup': 'dialog',
        onClick: () => setOpen(!open),
      })}
      {open && (
        <div
          id={id}
          role="dialog"
          aria-label={label}
          className={`panel enter absolute top-[calc(100%+8px)] z-30 ${className}`}
        >
          {children(close)}
        </div>
      )}
    </div>
  )
}
