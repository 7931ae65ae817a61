/** What a turn of the wheel, or two fingers on a trackpad, ask of the camera; css px. */
export type WheelMove =
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'zoom'; readonly factor: number }

/** Of one line, where a wheel counts in lines (Firefox), and of one page. */
const LINE = 16
const PAGE = 400
/** A mouse's notch is 100 px, a pinch's step a few: cut, so that a notch is no leap. */
const MAX_ZOOM_DELTA = 25
const ZOOM_PER_PX = 0.01

interface Turn {
  readonly deltaX: number
  readonly deltaY: number
  readonly deltaMode: number
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}

/** Reads a wheel event. A pinch on a trackpad comes as a wheel with ctrl. */
export function wheelMove({ deltaX, deltaY, deltaMode, ctrlKey, metaKey, shiftKey }: Turn): WheelMove {
  const unit = deltaMode === 1 ? LINE : deltaMode === 2 ? PAGE : 1
  const [dx, dy] = [deltaX * unit, deltaY * unit]
  if (ctrlKey || metaKey) {
    const delta = Math.min(MAX_ZOOM_DELTA, Math.max(-MAX_ZOOM_DELTA, dy))
    return { kind: 'zoom', factor: Math.exp(-delta * ZOOM_PER_PX) }
  }
  // Some browsers turn the axes themselves when shift is down.
  if (shiftKey && dx === 0) return { kind: 'pan', dx: -dy, dy: 0 }
  return { kind: 'pan', dx: -dx, dy: -dy }
}
