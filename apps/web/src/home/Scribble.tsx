/** The stroke of the mark. */
export function Scribble({ className }: { readonly className: string }) {
  return (
    <svg viewBox="4 7 24 18" aria-hidden="true" className={`fill-none ${className}`}>
      <path
        d="M7 21.5c3-7.5 6.2-11.5 8.2-10.7 2.6 1-2 8.6.6 9.5 2.4.8 4.2-6.3 6.8-5.6 1.7.5.9 3.6 2.4 4.3"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </svg>
  )
}
