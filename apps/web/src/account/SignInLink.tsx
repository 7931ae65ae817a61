'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { getAccount } from './account-api.ts'

/** The way to an account, for whoever has none here. */
export function SignInLink() {
  const [guest, setGuest] = useState(false)

  useEffect(() => {
    let gone = false
    getAccount().then((reply) => !gone && reply.ok && setGuest(reply.body.account === null))
    return () => {
      gone = true
    }
  }, [])

  if (!guest) return null
  return (
    <Link
      href="/account"
      className="flex h-button items-center rounded-button px-2.5 font-medium text-muted hover:bg-hover hover:text-text max-[419px]:hidden"
    >
      Sign in
    </Link>
  )
}
