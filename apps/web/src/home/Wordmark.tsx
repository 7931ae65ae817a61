/** The mark and the name. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5 text-heading font-semibold tracking-[-0.01em]">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="fill-text" />
        <path
          d="M7 21.5c3-7.5 6.2-11.5 8.2-10.7 2.6 1-2 8.6.6 9.5 2.4.8 4.2-6.3 6.8-5.6 1.7.5.9 3.6 2.4 4.3"
          className="fill-none stroke-canvas"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      </svg>
      Inkwire
    </span>
  )
}
