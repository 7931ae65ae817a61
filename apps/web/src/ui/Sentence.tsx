'use client'

import type { ReactNode } from 'react'

interface SentenceProps {
  readonly text: string
  /** Goes on, in smaller letters. */
  readonly more?: ReactNode
  readonly children: ReactNode
}

/** A whole page that has one thing to say, and a way on. */
export function Sentence({ text, more, children }: SentenceProps) {
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-6">
      <div className="flex max-w-md flex-col items-center gap-6 text-center">
        <h1 className="text-title font-semibold text-balance">{text}</h1>
        {more && <p className="text-muted text-balance">{more}</p>}
        <div className="flex flex-wrap justify-center gap-2">{children}</div>
      </div>
    </main>
  )
}
