import { type FocusEvent, type KeyboardEvent, useCallback, useLayoutEffect, useRef } from 'react'

const STOPS = 'button:not([disabled])'

/**
 * One Tab stop for a whole row of buttons; arrow keys, Home and End go along it. For `role="toolbar"`.
 *
 * @returns props of the row
 */
export function useRovingFocus() {
  const row = useRef<HTMLDivElement>(null)

  const offer = useCallback((chosen?: Element | null) => {
    const stops = stopsOf(row.current)
    const stop = stops.find((one) => one === chosen) ?? stops.find((one) => one.ariaPressed === 'true') ?? stops[0]
    for (const one of stops) one.tabIndex = one === stop ? 0 : -1
  }, [])

  // After each render: buttons come, go and are disabled.
  useLayoutEffect(() => offer(document.activeElement))

  return {
    ref: row,
    onFocus: (event: FocusEvent) => offer(event.target),
    onBlur: (event: FocusEvent) => {
      if (!(event.relatedTarget instanceof Node && row.current?.contains(event.relatedTarget))) offer()
    },
    onKeyDown: (event: KeyboardEvent) => {
      const next = target(event.key, stopsOf(row.current), document.activeElement)
      if (!next) return
      event.preventDefault()
      // The same keys move what is selected on the canvas.
      event.stopPropagation()
      next.focus()
    },
  }
}

function stopsOf(row: HTMLElement | null): readonly HTMLElement[] {
  return row ? [...row.querySelectorAll<HTMLElement>(STOPS)] : []
}

function target(key: string, stops: readonly HTMLElement[], focused: Element | null): HTMLElement | undefined {
  const at = focused instanceof HTMLElement ? stops.indexOf(focused) : -1
  if (at < 0) return undefined
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return stops[(at + 1) % stops.length]
    case 'ArrowLeft':
    case 'ArrowUp':
      return stops.at(at - 1)
    case 'Home':
      return stops[0]
    case 'End':
      return stops.at(-1)
    default:
      return undefined
  }
}
