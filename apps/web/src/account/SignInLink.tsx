'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useGuest } from './guest.ts'

/** The way to an account, for whoever has none here. */
export function SignInLink() {
  const guest = useGuest()
  const path = usePathname()

  if (!guest || path === '/account') return null
  return (
    <Link
      href="/account"
      className="flex h-button items-center rounded-button px-2.5 font-medium text-muted hover:bg-hover hover:text-text max-[419px]:hidden"
    >
      Sign in
    </Link>
  )
}
