import type { Folder } from '@inkwire/protocol'
import { Folder as FolderIcon, FolderPlus, Pencil, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Select } from '../ui/Select.tsx'
import { folderOf, folderView, SORTS, type Sort, VIEWS, type View } from './arrange.ts'

interface ViewBarProps {
  readonly view: View
  readonly sort: Sort
  readonly folders: readonly Folder[]
  readonly onView: (view: View) => void
  readonly onSort: (sort: Sort) => void
  readonly onNewFolder: () => void
  readonly onRenameFolder: (folder: Folder) => void
  readonly onRemoveFolder: (folder: Folder) => void
}

/** Which boards are shown, and in which order. On a narrow screen the row scrolls. */
export function ViewBar({ view, sort, folders, onView, onSort, ...on }: ViewBarProps) {
  const folder = folderOf(view, folders)
  return (
    <div className="mb-5 flex items-center gap-2 max-sm:flex-wrap">
      <nav
        aria-label="Which boards"
        className="no-scrollbar -mx-1 flex min-w-0 flex-1 items-center gap-1 overflow-x-auto px-1 py-0.5 max-sm:basis-full"
      >
        {VIEWS.map((one) => (
          <ViewButton key={one.view} shown={view === one.view} title={one.title} onShow={() => onView(one.view)} />
        ))}
        {folders.map((one) => (
          <ViewButton
            key={one.id}
            shown={one === folder}
            title={one.name}
            folder
            onShow={() => onView(folderView(one))}
          />
        ))}
        <IconButton title="New folder" icon={FolderPlus} tip="none" className="text-muted" onClick={on.onNewFolder} />
      </nav>
      {folder && (
        <span className="flex">
          <IconButton title="Rename folder" icon={Pencil} tip="below" onClick={() => on.onRenameFolder(folder)} />
          <IconButton title="Delete folder" icon={Trash2} tip="below" onClick={() => on.onRemoveFolder(folder)} />
        </span>
      )}
      {view !== 'recent' && (
        <Select label="Order" value={sort} choices={SORTS} onChoose={onSort} className="w-36 shrink-0 max-sm:ml-auto" />
      )}
    </div>
  )
}

interface ViewButtonProps {
  readonly shown: boolean
  readonly title: string
  readonly folder?: boolean
  readonly onShow: () => void
}

function ViewButton({ shown, title, folder = false, onShow }: ViewButtonProps) {
  const button = useRef<HTMLButtonElement>(null)

  // One that was made just now may lie outside of the part that is seen.
  useEffect(() => {
    if (shown) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shown])

  return (
    <button
      ref={button}
      type="button"
      aria-pressed={shown}
      onClick={onShow}
      className="flex h-8 max-w-48 shrink-0 items-center gap-1.5 rounded-button px-2.5 font-medium text-muted hover:bg-hover hover:text-text aria-pressed:bg-active aria-pressed:text-accent pointer-coarse:h-11"
    >
      {folder && <Icon of={FolderIcon} size={16} />}
      <span className="truncate">{title}</span>
    </button>
  )
}
