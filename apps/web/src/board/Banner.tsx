import type { ReactNode } from 'react'

/** Something about the whole board that everybody on it must know. It stands below the bar, above the canvas, for as long as it is so. */
export function Banner({ children }: { readonly children: ReactNode }) {
  return (
    <div
      role="alert"
      className="panel enter absolute inset-x-edge top-[calc(var(--edge)+56px)] z-10 mx-auto w-fit max-w-md px-4 py-2.5 text-center text-balance max-sm:top-[calc(56px+env(safe-area-inset-top))]"
    >
      {children}
    </div>
  )
}
