import { type RefObject, useEffect, useRef } from 'react'

/**
 * Closes what floats: on Esc, wherever the focus is (a click on a panel leaves it on the canvas), and on a pointer elsewhere.
 *
 * @param root what belongs to it, its button included
 * @param close `back`: the focus goes back to the button
 */
export function useDismissal(open: boolean, root: RefObject<HTMLElement | null>, close: (back: boolean) => void): void {
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  })

  useEffect(() => {
    if (!open) return
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) latest.current(false)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      latest.current(true)
    }
    // Captured: the canvas stops its pointer events, and has its own use for Esc.
    document.addEventListener('pointerdown', onPointerDown, true)
    document.addEventListener('keydown', onKeyDown, true)
    return () => {
      document.removeEventListener('pointerdown', onPointerDown, true)
      document.removeEventListener('keydown', onKeyDown, true)
    }
  }, [open, root])
}
