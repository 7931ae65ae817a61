'use client'

import { useRouter } from 'next/navigation'
import { Button } from './Button.tsx'

/** The way out of a page that has nothing else to offer. */
export function HomeButton() {
  const router = useRouter()
  return (
    <Button kind="primary" onClick={() => router.push('/')}>
      Go to my boards
    </Button>
  )
}
