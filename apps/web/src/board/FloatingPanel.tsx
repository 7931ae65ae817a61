import type { ComponentProps } from 'react'

/**
 * A panel above the canvas. A click on its buttons leaves the focus where it is: on the canvas (whose Space would otherwise press the
 * button again) or in the text that is being typed.
 */
export function FloatingPanel({ className = '', ...rest }: ComponentProps<'div'>) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus where it is
    <div
      onMouseDown={(event) => {
        if (event.target instanceof HTMLInputElement) return
        event.preventDefault()
        // A field of the page itself (the board's name) is left, though.
        const focused = document.activeElement
        if (focused instanceof HTMLInputElement && !event.currentTarget.contains(focused)) focused.blur()
      }}
      className={`panel pointer-events-auto p-1 ${className}`}
      {...rest}
    />
  )
}
