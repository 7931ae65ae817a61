import type { BoardId } from '@inkwire/board'
import type { Folder, ListedBoard } from '@inkwire/protocol'
import type { BoardsActions, Problem } from './boards.ts'
import { FolderChoiceDialog, FolderNameDialog } from './FolderDialog.tsx'

/** What is being asked about folders. */
export type FolderAsked =
  /** `board`: which one goes into the new folder. */
  | { readonly kind: 'new'; readonly board: BoardId | null }
  | { readonly kind: 'rename'; readonly folder: Folder }
  | { readonly kind: 'choose'; readonly board: ListedBoard }

interface FoldersProps {
  readonly asked: FolderAsked
  readonly folders: readonly Folder[]
  readonly actions: BoardsActions
  /** Shows a problem; answers whether there was none. */
  readonly told: (problem: Problem) => boolean
  readonly onAsk: (asked: FolderAsked | null) => void
  readonly onMade: (folder: Folder) => void
}

/** The dialogs about folders. */
export function Folders({ asked, folders, actions, told, onAsk, onMade }: FoldersProps) {
  const close = () => onAsk(null)
  switch (asked.kind) {
    case 'choose':
      return (
        <FolderChoiceDialog
          board={asked.board.name}
          folders={folders}
          chosen={asked.board.folder}
          onClose={close}
          onChoose={async (folder) => {
            if (told(await actions.arrange(asked.board.id, { folder }))) close()
          }}
          onNew={() => onAsk({ kind: 'new', board: asked.board.id })}
        />
      )
    case 'rename':
      return (
        <FolderNameDialog
          key="rename"
          title="Rename folder"
          name={asked.folder.name}
          onClose={close}
          onKeep={async (name) => told(await actions.renameFolder(asked.folder.id, name))}
        />
      )
    case 'new':
      return (
        <FolderNameDialog
          key="new"
          title="New folder"
          name=""
          onClose={close}
          onKeep={async (name) => {
            const reply = await actions.newFolder(name)
            if (!reply.ok) return told(reply.message)
            if (asked.board === null) onMade(reply.body)
            else return told(await actions.arrange(asked.board, { folder: reply.body.id }))
            return true
          }}
        />
      )
  }
}
