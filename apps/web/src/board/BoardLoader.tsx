'use client'

import type { BoardId } from '@inkwire/board'
import dynamic from 'next/dynamic'

// The editor needs a browser: the server sends an empty canvas only.
const BoardPage = dynamic(() => import('./BoardPage.tsx').then((module) => module.BoardPage), {
  ssr: false,
  loading: () => <main className="fixed inset-0 bg-canvas" />,
})

export function BoardLoader({ board }: { readonly board: BoardId }) {
  return <BoardPage board={board} />
}
