import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly className?: string
  /** The title is only for who can't see what it is. */
  readonly hiddenTitle?: boolean
}

const FOCUSABLE = 'button:not([disabled]), input:not([disabled]), select:not([disabled]), a[href], [tabindex="0"]'

/** A modal dialog: the page behind is inert, Esc and a click beside it close it, focus stays in and goes back afterwards. */
export function Dialog({ title, onClose, children, className = '', hiddenTitle = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()

  // Before it leaves the page: a dialog that is gone gives the focus back to nobody.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  // What had the focus may be gone, or disabled while something is on its way: keys are then the page's, and not for the canvas either.
  useEffect(() => {
    const take = (event: globalThis.KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest('dialog')) return
      event.stopPropagation()
      if (event.key !== 'Escape' && event.key !== 'Tab') return
      event.preventDefault()
      if (event.key === 'Escape') onClose()
      else element.current?.querySelector<HTMLElement>(FOCUSABLE)?.focus()
    }
    window.addEventListener('keydown', take, true)
    return () => window.removeEventListener('keydown', take, true)
  }, [onClose])

  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // Keys that are typed here are not for the canvas behind.
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') {
          event.preventDefault()
          onClose()
        }
        if (event.key === 'Tab') keepFocus(event)
      }}
      onPointerDown={(event) => {
        event.stopPropagation()
        if (event.target === event.currentTarget) onClose()
      }}
      className={`panel enter m-auto max-h-[calc(100dvh-48px)] w-[calc(100vw-32px)] overflow-hidden p-0 text-text outline-none backdrop:bg-[var(--backdrop)] ${className}`}
    >
      <div className="flex max-h-[calc(100dvh-50px)] flex-col">
        <h2 id={heading} className={hiddenTitle ? 'sr-only' : 'px-5 pt-5 pb-1 text-heading font-semibold'}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}

/** The browser lets Tab go on to its own bars; from the last thing in the dialog it shall go to the first. */
function keepFocus(event: KeyboardEvent<HTMLDialogElement>): void {
  const inside = [...event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE)]
  const [from, to] = event.shiftKey ? [inside[0], inside.at(-1)] : [inside.at(-1), inside[0]]
  if (document.activeElement !== from) return
  event.preventDefault()
  to?.focus()
}
