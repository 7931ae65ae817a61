'use client'

import type { ReactNode } from 'react'

/** A whole page that has one thing to say, and a way on. */
export function Sentence({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-6">
      <div className="flex max-w-md flex-col items-center gap-6 text-center">
        <h1 className="text-title font-semibold text-balance">{text}</h1>
        <div className="flex gap-2">{children}</div>
      </div>
    </main>
  )
}
