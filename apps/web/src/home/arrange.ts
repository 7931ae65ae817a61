import type { Folder, ListedBoard } from '@inkwire/protocol'

/** Which of my boards are shown; a folder by its id. */
export type View = 'all' | 'recent' | 'starred' | 'mine' | 'shared' | `folder ${string}`
export type Sort = 'edited' | 'opened' | 'name' | 'created'

export const VIEWS: readonly { readonly view: View; readonly title: string }[] = [
  { view: 'all', title: 'All' },
  { view: 'recent', title: 'Recent' },
  { view: 'starred', title: 'Starred' },
  { view: 'mine', title: 'Mine' },
  { view: 'shared', title: 'Shared with me' },
]

export const SORTS: readonly { readonly value: Sort; readonly text: string }[] = [
  { value: 'edited', text: 'Last edited' },
  { value: 'opened', text: 'Last opened' },
  { value: 'name', text: 'Name' },
  { value: 'created', text: 'Newest' },
]

/** Boards that were opened lately, as many as one looks through at a glance. */
const RECENT = 12

export const folderView = ({ id }: Pick<Folder, 'id'>): View => `folder ${id}`

/** The folder that a view shows. */
export const folderOf = (view: View, folders: readonly Folder[]): Folder | undefined =>
  folders.find((folder) => folderView(folder) === view)

/** The boards of a view in order. What I opened lately always comes in that order. */
export function arranged(boards: readonly ListedBoard[], view: View, sort: Sort): readonly ListedBoard[] {
  if (view === 'recent')
    return sorted(
      boards.filter(({ openedAt }) => openedAt !== null),
      'opened',
    ).slice(0, RECENT)
  return sorted(
    boards.filter((board) => isIn(board, view)),
    sort,
  )
}

function isIn(board: ListedBoard, view: View): boolean {
  switch (view) {
    case 'all':
    case 'recent':
      return true
    case 'starred':
      return board.starred
    case 'mine':
      return board.role === 'owner'
    case 'shared':
      return board.role !== 'owner'
    default:
      return board.folder !== null && folderView({ id: board.folder }) === view
  }
}

function sorted(boards: readonly ListedBoard[], sort: Sort): readonly ListedBoard[] {
  const latest = (at: (board: ListedBoard) => number) => [...boards].sort((a, b) => at(b) - at(a))
  switch (sort) {
    case 'edited':
      return latest(({ editedAt }) => editedAt)
    case 'opened':
      return latest(({ openedAt }) => openedAt ?? 0)
    case 'created':
      return latest(({ createdAt }) => createdAt)
    case 'name':
      return [...boards].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  }
}
