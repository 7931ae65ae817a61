import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

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

  useEffect(() => {
    if (!open) return
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    // Captured: the canvas stops its pointer events.
    document.addEventListener('pointerdown', onPointerDown, true)
    return () => document.removeEventListener('pointerdown', onPointerDown, true)
  }, [open])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears keys that come up from the panel
    <div
      ref={root}
      className="relative flex"
      onKeyDown={(event) => {
        if (!open) return
        event.stopPropagation()
        if (event.key === 'Escape') close()
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
