import { boardId } from '@inkwire/board'
import { notFound } from 'next/navigation'
import { BoardLoader } from '../../../board/BoardLoader.tsx'

export default async function BoardRoute({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params
  if (!boardId.safeParse(id).success) notFound()
  return <BoardLoader />
}
