import type { ReactNode } from 'react'

/** Cards, as many in a row as there is room for. */
export function CardGrid({ busy, children }: { readonly busy: boolean; readonly children: ReactNode }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(240px,100%),1fr))] gap-5" aria-busy={busy}>
      {children}
    </ul>
  )
}

/** What stands there until the cards are known. */
export function LoadingCards({ count }: { readonly count: number }) {
  return Array.from({ length: count }, (_, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
    <li key={at} aria-hidden="true">
      <div className="aspect-[16/10] rounded-panel bg-sunken" />
      <div className="mt-3 h-3.5 w-2/5 rounded bg-sunken" />
      <div className="mt-2.5 h-3 w-1/4 rounded bg-sunken" />
    </li>
  ))
}
