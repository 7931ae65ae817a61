/** What an empty board says, to fingers without the shortcuts; the canvas beneath takes the pointer. */
export function EmptyHint() {
  return (
    <p className="pointer-events-none absolute inset-0 grid place-items-center px-6 text-center text-muted">
      <span>
        Draw anything. <span className="pointer-coarse:hidden">Press ? for shortcuts.</span>
      </span>
    </p>
  )
}
