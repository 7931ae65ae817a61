'use client'

import { type BoardId, boardId } from '@inkwire/board'
import { notFound } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { HomeButton } from '../ui/HomeButton.tsx'
import { Sentence } from '../ui/Sentence.tsx'
import type { Asked } from './commands.ts'
import { OpenedBoard } from './OpenedBoard.tsx'
import { useOpening } from './opening.ts'

/** The page of the board that its address names. */
export function BoardPage({ id }: { readonly id: string }) {
  const board = boardId.safeParse(id)
  if (!board.success) notFound()
  return <Opening board={board.data} />
}

/** A board from the first moment on: opening, failed, or opened. */
function Opening({ board }: { readonly board: BoardId }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [opening, retry] = useOpening(board, setAsked)

  useEffect(() => {
    // Another key in the address bar is another link: the page opens anew with it.
    const onHashChange = () => window.location.reload()
    window.addEventListener('hashchange', onHashChange)
    return () => window.removeEventListener('hashchange', onHashChange)
  }, [])

  switch (opening.kind) {
    case 'opening':
      return <main className="fixed inset-0 bg-canvas" aria-busy="true" />
    case 'failed':
      return (
        <Sentence text={opening.message}>
          <Button onClick={retry}>Try again</Button>
          <HomeButton />
        </Sentence>
      )
    case 'opened':
      return (
        <OpenedBoard board={board} client={opening.client} editor={opening.editor} asked={asked} onAsk={setAsked} />
      )
  }
}
