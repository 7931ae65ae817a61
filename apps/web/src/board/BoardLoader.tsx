'use client'

import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'

// The editor needs a browser: the server sends an empty canvas only.
const BoardPage = dynamic(() => import('./BoardPage.tsx').then((module) => module.BoardPage), {
  ssr: false,
  loading: () => <main className="fixed inset-0 bg-canvas" />,
})

export function BoardLoader() {
  // Not the route's parameter: offline one kept page stands in for the page of every board.
  const id = usePathname().split('/').at(-1) ?? ''
  return <BoardPage key={id} id={id} />
}
