import { type Handle, isLineHandle } from './handles.ts'

/** Cursors are turned in steps of so many degrees: each is another picture. */
const STEP = 15

const NATIVE = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const

/** What the pointer looks like over a handle: turned with the element. */
export function handleCursor({ id, direction }: Handle): string {
  if (isLineHandle(id)) return 'move'
  const degrees = Math.round((direction * 180) / Math.PI / STEP) * STEP
  if (id === 'rotate') return picture(ROTATE, degrees + 90, 'grab')
  const native = NATIVE[(((degrees / 45) % 4) + 4) % 4]
  return native ?? picture(RESIZE, degrees, 'move')
}

const RESIZE = "<path d='M7 12H17M7 12l4-4M7 12l4 4M17 12l-4-4M17 12l-4 4'/>"
const ROTATE = "<path d='M5 16A8 8 0 0 1 19 16M5 16l-1-5M5 16l5-2M19 16l1-5M19 16l-5-2'/>"

/** A drawing of 24 px, dark with a light edge so that it shows on any ground, turned clockwise. */
function picture(path: string, degrees: number, fallback: string): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' fill='none' stroke-linecap='round' stroke-linejoin='round'><g transform='rotate(${degrees} 12 12)'><g stroke='white' stroke-width='4'>${path}</g><g stroke='black' stroke-width='1.75'>${path}</g></g></svg>`
  return `url("data:image/svg+xml,${svg.replaceAll('<', '%3C').replaceAll('>', '%3E')}") 12 12, ${fallback}`
}
