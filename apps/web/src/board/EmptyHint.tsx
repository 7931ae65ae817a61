/** What an empty board says; the canvas beneath takes the pointer. */
export function EmptyHint() {
  return (
    <p className="pointer-events-none absolute inset-0 grid place-items-center px-6 text-center text-muted">
      Draw anything. Press ? for shortcuts.
    </p>
  )
}
