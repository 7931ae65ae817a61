'use client'

import { useEffect } from 'react'
import { Button } from '../ui/Button.tsx'
import { HomeButton } from '../ui/HomeButton.tsx'
import { Sentence } from '../ui/Sentence.tsx'

export default function ErrorPage({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  useEffect(() => console.error(error), [error])
  return (
    <Sentence text="This page made a mistake. What was saved is safe.">
      <Button onClick={reset}>Try again</Button>
      <HomeButton />
    </Sentence>
  )
}
