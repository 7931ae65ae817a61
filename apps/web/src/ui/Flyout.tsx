import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useDismissal } from './dismissal.ts'

/** Where it opens, seen from its button. */
export type FlyoutSide = 'above' | 'right'

/** Px between a button and what it opens, and from there to the screen's edges. */
const GAP = 10
const MARGIN = 8

interface FlyoutProps {
  /** Accessible name of what opens. */
  readonly label: string
  readonly side: FlyoutSide
  readonly button: (props: FlyoutButtonProps) => ReactNode
  readonly children: (close: () => void) => ReactNode
  readonly className?: string
  /** Its button takes its share of the row. */
  readonly wide?: boolean
}

export interface FlyoutButtonProps {
  readonly 'aria-expanded': boolean
  readonly 'aria-controls': string
  readonly 'aria-haspopup': 'dialog'
  readonly onClick: () => void
}

/**
 * A button with a panel that nothing cuts off, however its own panel scrolls. Arrow keys go through it. Esc, a pointer elsewhere and
 * focus elsewhere close it.
 */
export function Flyout({ label, side, button, children, className = '', wide = false }: FlyoutProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLSpanElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()

  const opener = () => root.current?.querySelector<HTMLElement>('[aria-haspopup]')
  const close = () => {
    setOpen(false)
    opener()?.focus({ preventScroll: true })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the opener is where it is when it opens
  useLayoutEffect(() => {
    const from = opener()?.getBoundingClientRect()
    if (!open || !panel.current || !from) return
    // The top layer: neither the panel around it nor its scrolling cuts it off. Old browsers show it where it stands.
    panel.current.showPopover?.()
    place(panel.current, from, side)
  }, [open, side])

  useDismissal(open, root, (back) => (back ? close() : setOpen(false)))

  useEffect(() => {
    if (!open) return
    const onResize = () => setOpen(false)
    window.addEventListener('resize', onResize)
    return () => window.removeEventListener('resize', onResize)
  }, [open])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears keys that come up from the panel
    <span
      ref={root}
      className={`relative flex ${wide ? 'min-w-0 flex-1' : ''}`}
      onKeyDown={(event) => {
        if (!open) return
        const stops = [...(panel.current?.querySelectorAll<HTMLElement>('button:not([disabled]), input') ?? [])]
        const next = stopAfter(event.key, stops, document.activeElement)
        if (!next) return
        event.preventDefault()
        event.stopPropagation()
        next.focus()
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
          ref={panel}
          id={id}
          popover="manual"
          role="dialog"
          aria-label={label}
          className={`panel enter fixed m-0 p-1 text-text ${className}`}
        >
          {children(close)}
        </div>
      )}
    </span>
  )
}

/** Beside its button, as far as the screen has room. */
function place(panel: HTMLElement, from: DOMRect, side: FlyoutSide): void {
  const { offsetWidth: width, offsetHeight: height } = panel
  const within = (value: number, most: number) => Math.max(MARGIN, Math.min(value, most - MARGIN))
  const above = from.top - height - GAP
  const [left, top] =
    side === 'above' || from.right + GAP + width > window.innerWidth
      ? [from.left + (from.width - width) / 2, above >= MARGIN ? above : from.bottom + GAP]
      : [from.right + GAP, from.top + (from.height - height) / 2]
  panel.style.left = `${within(left, window.innerWidth - width)}px`
  panel.style.top = `${within(top, window.innerHeight - height)}px`
  panel.style.right = 'auto'
  panel.style.bottom = 'auto'
}

/** Where an arrow key leads: from the opening button into the panel. */
function stopAfter(key: string, stops: readonly HTMLElement[], focused: Element | null): HTMLElement | undefined {
  const at = focused instanceof HTMLElement ? stops.indexOf(focused) : -1
  if (key === 'ArrowDown') return stops[(at + 1) % stops.length]
  if (key === 'ArrowUp') return stops.at(at < 0 ? -1 : at - 1)
  // Elsewhere these go along the row that the opening button stands in.
  if (at < 0) return undefined
  if (key === 'ArrowRight') return stops[(at + 1) % stops.length]
  if (key === 'ArrowLeft') return stops.at(at - 1)
  if (key === 'Home') return stops[0]
  return key === 'End' ? stops.at(-1) : undefined
}
