'use client'

import { type ListedBoard, mayEdit } from '@inkwire/protocol'
import { Copy, Ellipsis, Folder, Pencil, Star, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { MenuItem } from '../ui/MenuItem.tsx'
import { Popover } from '../ui/Popover.tsx'
import { CardName } from './CardName.tsx'
import { edited } from './edited.ts'
import { Thumbnail } from './Thumbnail.tsx'

interface BoardCardProps {
  readonly board: ListedBoard
  /** Answers whether it was done. */
  readonly onRename: (name: string) => Promise<boolean>
  readonly onDuplicate: () => void
  /** Into the trash. */
  readonly onDelete: () => void
  /** Gives it a star, or takes it away. */
  readonly onStar: () => void
  /** Asks for a folder. */
  readonly onFolder: () => void
}

/** A board: opens it; its menu renames, duplicates and deletes. */
export function BoardCard({ board, onRename, onDuplicate, onDelete, onStar, onFolder }: BoardCardProps) {
  const [renaming, setRenaming] = useState(false)
  return (
    <article className="group relative">
      <Link href={`/b/${board.id}`} prefetch={false} aria-label={`Open ${board.name}`} className="block rounded-panel">
        <Thumbnail board={board} className="group-hover:border-muted" />
      </Link>
      <button
        type="button"
        aria-label={`Star ${board.name}`}
        aria-pressed={board.starred}
        onClick={onStar}
        className="absolute top-2 right-2 grid size-8 place-items-center rounded-button border border-line bg-panel text-muted opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:text-text aria-pressed:text-text aria-pressed:opacity-100 aria-pressed:[&>svg]:fill-current pointer-coarse:size-11 [@media(hover:none)]:opacity-100"
      >
        <Icon of={Star} size={16} />
      </button>
      <div className="mt-2 flex min-h-10 items-start gap-1">
        <div className="min-w-0 flex-1">
          {renaming ? (
            <CardName
              name={board.name}
              onDone={async (name) => {
                const done = name === null || (await onRename(name))
                if (done) setRenaming(false)
                return done
              }}
            />
          ) : (
            <h2 className="truncate text-card font-semibold">{board.name}</h2>
          )}
          <p className="text-label text-muted" suppressHydrationWarning>
            {board.role !== 'owner' && 'Shared with you · '}
            {edited(board.editedAt, Date.now())}
          </p>
        </div>
        {!renaming && (
          <div className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 [@media(hover:none)]:opacity-100">
            <Popover
              label={`What to do with ${board.name}`}
              className="right-0 w-48 p-1"
              button={(props) => (
                <button
                  type="button"
                  aria-label={`Menu of ${board.name}`}
                  {...props}
                  className="grid size-7 place-items-center rounded-button text-muted hover:bg-hover hover:text-text aria-expanded:bg-hover pointer-coarse:-mr-3 pointer-coarse:size-11"
                >
                  <Icon of={Ellipsis} />
                </button>
              )}
            >
              {(close) => (
                <>
                  {mayEdit(board.role) && (
                    <MenuItem icon={Pencil} text="Rename" onClick={choose(close, () => setRenaming(true))} />
                  )}
                  <MenuItem icon={Copy} text="Duplicate" onClick={choose(close, onDuplicate)} />
                  <MenuItem icon={Folder} text="Folder…" onClick={choose(close, onFolder)} />
                  {board.role === 'owner' && (
                    <MenuItem icon={Trash2} text="Move to the trash" onClick={choose(close, onDelete)} />
                  )}
                </>
              )}
            </Popover>
          </div>
        )}
      </div>
    </article>
  )
}

const choose = (close: () => void, run: () => void) => () => {
  close()
  run()
}
