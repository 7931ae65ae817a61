import type { LucideIcon } from 'lucide-react'

/** A Lucide icon in the one size and weight of the interface; what it means is said by the button around it. */
export function Icon({ of: Drawing, size = 18 }: { readonly of: LucideIcon; readonly size?: number }) {
  return <Drawing size={size} strokeWidth={1.75} aria-hidden="true" className="shrink-0" />
}
