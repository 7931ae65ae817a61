import type { TrashedBoard } from '@inkwire/protocol'
import { Button } from '../ui/Button.tsx'
import { leaves } from './edited.ts'
import { Thumbnail } from './Thumbnail.tsx'

interface TrashCardProps {
  readonly board: TrashedBoard
  readonly onRestore: () => void
  /** For ever. */
  readonly onDelete: () => void
}

/** A board in the trash: it can't be opened there. */
export function TrashCard({ board, onRestore, onDelete }: TrashCardProps) {
  return (
    <article aria-label={board.name}>
      <Thumbnail board={board} />
      <h2 className="mt-2 truncate text-card font-semibold">{board.name}</h2>
      <p className="text-label text-muted">{leaves(board.expiresAt, Date.now())}</p>
      <div className="mt-2 flex gap-1">
        <Button onClick={onRestore}>Restore</Button>
        <Button kind="quiet-danger" onClick={onDelete}>
          Delete for ever
        </Button>
      </div>
    </article>
  )
}
