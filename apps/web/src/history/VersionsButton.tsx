import type { BoardVersion } from '@inkwire/protocol'
import { Bookmark, Pencil, Trash2 } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { Popover } from '../ui/Popover.tsx'
import { when } from './moment.ts'

interface VersionsButtonProps {
  readonly versions: readonly BoardVersion[]
  /** What is shown. */
  readonly seq: number
  readonly canEdit: boolean
  readonly onShow: (version: BoardVersion) => void
  readonly onRename: (version: BoardVersion) => void
  readonly onDelete: (version: BoardVersion) => void
}

/** The moments that have a name, newest first. */
export function VersionsButton({ versions, seq, canEdit, onShow, onRename, onDelete }: VersionsButtonProps) {
  return (
    <Popover
      label="Versions"
      className="-right-1.25 mt-1.25 max-h-[min(480px,calc(100dvh-240px))] w-80 max-w-[calc(100vw-24px)] overflow-y-auto p-1 max-sm:right-0 max-sm:mt-0"
      button={(button) => (
        <button
          type="button"
          {...button}
          className="flex h-button items-center gap-2 rounded-button px-2.5 hover:bg-hover focus-visible:outline-offset-[-2px] aria-expanded:bg-hover"
        >
          <Bookmark size={16} strokeWidth={1.75} aria-hidden="true" />
          Versions
          {versions.length > 0 && <span className="text-muted">{versions.length}</span>}
        </button>
      )}
    >
      {(close) =>
        versions.length === 0 ? (
          <p className="px-2.5 py-2 text-muted">
            {canEdit ? 'None yet. Go to a moment and give it a name.' : 'No moment has a name yet.'}
          </p>
        ) : (
          <ul>
            {versions.toReversed().map((version) => (
              <li key={version.id} className="group flex items-center rounded-button hover:bg-hover">
                <button
                  type="button"
                  aria-current={version.seq === seq}
                  onClick={() => {
                    close()
                    onShow(version)
                  }}
                  className="min-w-0 flex-1 rounded-button px-2.5 py-1.5 text-left focus-visible:outline-offset-[-2px] aria-[current=true]:text-accent"
                >
                  <span className="block truncate font-medium">{version.name}</span>
                  <span className="block truncate text-label text-muted">
                    named by {version.person.name}, {when(version.at, Date.now())}
                  </span>
                </button>
                {canEdit && (
                  <span className="flex pr-0.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
                    <IconButton
                      title={`Rename ${version.name}`}
                      icon={Pencil}
                      tip="none"
                      onClick={() => {
                        close()
                        onRename(version)
                      }}
                    />
                    <IconButton
                      title={`Delete ${version.name}`}
                      icon={Trash2}
                      tip="none"
                      onClick={() => onDelete(version)}
                    />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Popover>
  )
}
